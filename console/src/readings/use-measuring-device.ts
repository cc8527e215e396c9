import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { MeasuringDeviceDocument } from '../api/generated/documents.ts';
import { queryOf } from '../api/query.ts';
import type { DeviceFeed, PushedReading } from './device-feed.ts';
import { withPushed, type MeasuringDevice } from './metric-info.ts';
import { keyOf } from './series/time.ts';

/** What is shown of new values need not move faster. In ms. */
const PACE = 500;

interface Answer {
  /** With its latest readings as they are now; undefined before it is known. */
  device: MeasuringDevice | undefined;
  error: unknown;
  retry: () => void;
}

/** A device and its latest readings. */
export function useMeasuringDevice(deviceId: string, feed: DeviceFeed): Answer {
  const { data, error, refetch } = useQuery(queryOf(MeasuringDeviceDocument, { deviceId }));
  const [pushed, setPushed] = useState<readonly PushedReading[]>([]);

  useEffect(() => {
    const waiting = new Map<string, PushedReading>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (): void => {
      timer = undefined;
      setPushed([...waiting.values()]);
    };
    const stop = feed.listen({
      // What was stored before is in the answer.
      onReady: () => void refetch(),
      onReadings: (readings) => {
        for (const reading of readings) {
          const known = waiting.get(reading.metric);
          if (!known || keyOf(reading.time) >= keyOf(known.time)) waiting.set(reading.metric, reading);
        }
        timer ??= setTimeout(show, PACE);
      },
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [feed, refetch]);

  const known = data?.device ?? undefined;
  const device = useMemo(() => known && withPushed(known, pushed), [known, pushed]);
  return { device, error, retry: () => void refetch() };
}
