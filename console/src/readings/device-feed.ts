import { useEffect, useMemo } from 'react';
import { OnLatestReadingsDocument, type OnLatestReadingsSubscription } from '../api/generated/documents.ts';
import { follow } from '../api/live.ts';

/** A reading as it is pushed. */
export type PushedReading = NonNullable<OnLatestReadingsSubscription['onReadings']>['readings'][number];

interface Listener {
  /** From now on nothing is missed. */
  onReady: () => void;
  onReadings: (readings: readonly PushedReading[]) => void;
}

/** The readings of one device as they are stored: one subscription, whoever listens. */
export interface DeviceFeed {
  /** Whether `onReady` was called, and nothing has been missed since. */
  readonly isReady: boolean;
  /** @returns ends the listening */
  listen: (listener: Listener) => () => void;
}

/** Follows a device for as long as the component is there. @param isLost whether the connection is lost now */
export function useDeviceFeed(deviceId: string, isLost: boolean): DeviceFeed {
  const feed = useMemo(() => new Feed(), []);
  useEffect(() => {
    if (isLost) feed.isReady = false;
  }, [feed, isLost]);
  useEffect(() => {
    const stop = follow(
      OnLatestReadingsDocument,
      { deviceIds: [deviceId] },
      {
        onEvent: ({ onReadings }) => {
          feed.push(onReadings?.readings.filter((reading) => reading.deviceId === deviceId) ?? []);
        },
        onReady: () => {
          feed.ready();
        },
        onError: () => {
          feed.isReady = false;
        },
      },
    );
    return () => {
      feed.isReady = false;
      stop();
    };
  }, [feed, deviceId]);
  return feed;
}

class Feed implements DeviceFeed {
  isReady = false;
  readonly #listeners = new Set<Listener>();

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  ready(): void {
    this.isReady = true;
    for (const { onReady } of this.#listeners) onReady();
  }

  push(readings: readonly PushedReading[]): void {
    if (readings.length === 0) return;
    for (const { onReadings } of this.#listeners) onReadings(readings);
  }
}
