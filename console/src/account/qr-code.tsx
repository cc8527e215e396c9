import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure } from '../ui/failure.tsx';
import classes from './account.module.css';

/** A text as a QR code. */
export function QrCode({ text, alt }: { text: string; alt: string }): ReactNode {
  const {
    data: svg,
    error,
    refetch,
  } = useQuery({
    queryKey: ['QrCode', text],
    queryFn: async () => {
      const { default: qrcode } = await import('qrcode');
      return qrcode.toString(text, { type: 'svg', margin: 0 });
    },
    staleTime: Infinity,
    gcTime: 0,
  });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (svg === undefined) return <Skeleton width={200} height={200} />;
  return <img className={classes.qrCode} src={`data:image/svg+xml,${encodeURIComponent(svg)}`} alt={alt} />;
}
