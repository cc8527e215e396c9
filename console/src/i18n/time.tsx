import { Tooltip } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { agoOf } from './ago.ts';
import { useFormats } from './formats.tsx';

/** A time as it is: `23 Nov 2026, 14:05:09`. */
export function Time({ time }: { time: string }): ReactNode {
  const { dateTime } = useFormats();
  return <time dateTime={time}>{dateTime(time)}</time>;
}

/** How long ago a time is, counted on while it is shown: `3 minutes ago`; the time itself when it is pointed at or focused. */
export function Ago({ time }: { time: string }): ReactNode {
  const intl = useIntl();
  const { dateTime } = useFormats();
  const now = useNow(10_000);
  const { count, unit } = agoOf(Date.parse(time), now);
  return (
    <Tooltip label={dateTime(time)} events={{ hover: true, focus: true, touch: true }}>
      <time dateTime={time}>{intl.formatRelativeTime(count, unit, { numeric: 'auto' })}</time>
    </Tooltip>
  );
}

/** Epoch milliseconds, every so often. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [everyMs]);
  return now;
}
