import { useEffect, useMemo, useState } from 'react';
import { isWorthAnotherTry } from '../api/query.ts';
import type { DeviceFeed } from './device-feed.ts';
import { deviceSource } from './device-source.ts';
import { LiveSeries } from './series/live-series.ts';
import type { Question } from './series/question.ts';

/** What a chart shows, and what it will. */
export interface Shown {
  /** What was asked for last. */
  wanted: LiveSeries;
  /** What can be drawn: that, or what was there before it as long as that has no answer. Undefined before the first answer. */
  drawn: LiveSeries | undefined;
}

/** Asks a question about a device, and keeps its answer up to date. Asking another one keeps the answer before until the new one is there. */
export function useLiveSeries(deviceId: string, question: Question, feed: DeviceFeed): Shown {
  const wanted = useMemo(() => newLiveSeries(deviceId, question), [deviceId, question]);
  const [drawn, setDrawn] = useState<{ deviceId: string; live: LiveSeries }>();

  useEffect(() => {
    const answered = (): void => {
      if (wanted.head) setDrawn((before) => (before?.live === wanted ? before : { deviceId, live: wanted }));
    };
    const stopTelling = wanted.listen(answered);
    const stopListening = feed.listen({
      onReady: () => {
        wanted.acknowledged();
      },
      onReadings: (readings) => {
        wanted.receive(readings);
      },
    });
    if (feed.isReady) wanted.acknowledged();
    else wanted.start();
    return () => {
      stopTelling();
      stopListening();
      wanted.stop();
    };
  }, [wanted, feed, deviceId]);

  return { wanted, drawn: drawn?.deviceId === deviceId ? drawn.live : undefined };
}

function newLiveSeries(deviceId: string, question: Question): LiveSeries {
  return new LiveSeries(question, {
    source: deviceSource(deviceId),
    now: () => Date.now(),
    later: (delay, run) => {
      const timer = setTimeout(run, delay);
      return () => {
        clearTimeout(timer);
      };
    },
    isWorthAnotherTry,
  });
}
