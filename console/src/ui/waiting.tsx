import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';

/** Where rows of a list will be that are on their way. @param height of each, in px */
export function Waiting({ rows = 4, height = 56 }: { rows?: number; height?: number }): ReactNode {
  const say = useText();
  return (
    <Stack gap="xs" role="status" aria-label={say('ui.loading')}>
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={height} />
      ))}
    </Stack>
  );
}
