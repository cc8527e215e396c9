import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { isApiError } from '../../api/errors.ts';
import { LatestOfDevicesDocument, OnLatestReadingsDocument } from '../../api/generated/documents.ts';
import { follow } from '../../api/live.ts';
import { queryOf } from '../../api/query.ts';
import { LatestReadings, type Latest } from './latest-readings.ts';

const kept = new WeakMap<QueryClient, LatestReadings>();

/** The newest readings that the console knows, kept for as long as somebody is signed in. */
export function latestReadingsOf(client: QueryClient): LatestReadings {
  const known = kept.get(client);
  if (known) return known;
  const made = new LatestReadings({
    ask: async (deviceIds) =>
      (await client.query({ ...queryOf(LatestOfDevicesDocument, { deviceIds }), staleTime: 0, gcTime: 0 })).latest,
    beforeNextFrame: (run) => {
      requestAnimationFrame(run);
    },
  });
  kept.set(client, made);
  return made;
}

/** The newest readings of a device, as they are now: the component is drawn anew when they change. */
export function useLatest(deviceId: string): Latest {
  return useOfLatest(deviceId, (latest) => latest);
}

/** What is made of them: the component is drawn anew when that is another. @param make makes values that can be told apart as they are, such as texts */
export function useOfLatest<Value>(deviceId: string, make: (latest: Latest) => Value): Value {
  const latest = latestReadingsOf(useQueryClient());
  return useSyncExternalStore(
    useCallback((listener: () => void) => latest.listen(deviceId, listener), [latest, deviceId]),
    () => make(latest.of(deviceId)),
  );
}

/** What may make the list of devices out of date: a connection that was lost for a while, or that one of them is not found any more. */
export type Doubt = 'disconnected' | 'not found';

interface Following {
  /** Why readings do not arrive, or what was missed could not be asked for. */
  problem: unknown;
  /** Begins anew after that. */
  retry: () => void;
  /** Says which devices are seen: what was missed of them is asked for. */
  see: (deviceIds: readonly string[]) => void;
}

/**
 * Follows readings as they arrive, of one device or of all.
 * @param onDoubt something else about the devices may have changed unseen
 */
export function useFollowing(deviceId: string | undefined, onDoubt: (doubt: Doubt) => void): Following {
  const latest = latestReadingsOf(useQueryClient());
  const [problem, setProblem] = useState<unknown>();
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let isFirst = true;
    return follow(OnLatestReadingsDocument, deviceId === undefined ? {} : { deviceIds: [deviceId] }, {
      onEvent: ({ onReadings }) => {
        latest.takeAll(onReadings?.readings ?? []);
      },
      onReady: () => {
        setProblem(undefined);
        latest.resume();
        if (!isFirst) onDoubt('disconnected');
        isFirst = false;
      },
      onError: setProblem,
    });
  }, [latest, deviceId, onDoubt, attempt]);

  const see = useCallback(
    (deviceIds: readonly string[]) => {
      latest.see(deviceIds, (found) => {
        if (isApiError(found, 'NotFoundError')) onDoubt('not found');
        else setProblem(found);
      });
    },
    [latest, onDoubt],
  );
  const retry = (): void => {
    setProblem(undefined);
    setAttempt(attempt + 1);
  };
  return { problem, retry, see };
}
