import { useElementSize } from '@mantine/hooks';
import { useState, type RefCallback } from 'react';

/** How wide an element is, in CSS pixels: 0 before it is measured. While it is not laid out, it is as wide as it was. */
export function useWidth(): { ref: RefCallback<HTMLDivElement | null>; width: number } {
  const { ref, width: now } = useElementSize<HTMLDivElement>();
  const [width, setWidth] = useState(0);
  if (now > 0 && now !== width) setWidth(now);
  return { ref, width };
}
