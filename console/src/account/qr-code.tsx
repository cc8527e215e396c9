import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import classes from './account.module.css';

/** A text as a QR code. */
export function QrCode({ text, alt }: { text: string; alt: string }): ReactNode {
  const { data: svg } = useQuery({
    queryKey: ['QrCode', text],
    queryFn: async () => {
      const { default: qrcode } = await import('qrcode');
      return qrcode.toString(text, { type: 'svg', margin: 0 });
    },
    staleTime: Infinity,
    gcTime: 0,
    throwOnError: true,
  });
  if (svg === undefined) return <Skeleton width={200} height={200} />;
  return <img className={classes.qrCode} src={`data:image/svg+xml,${encodeURIComponent(svg)}`} alt={alt} />;
}
