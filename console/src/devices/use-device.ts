import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { DeviceDetailsDocument, type WholeDeviceFragment } from '../api/generated/documents.ts';
import { nameOf } from '../api/query.ts';
import { ask } from '../api/request.ts';
import { isApiError } from '../api/errors.ts';
import { latestReadingsOf } from './latest/use-latest.ts';
import { placeInList, removeFromList } from './list/use-device-list.ts';

function deviceOf(client: QueryClient, id: string) {
  const variables = { id };
  return queryOptions({
    queryKey: [nameOf(DeviceDetailsDocument), variables] as const,
    async queryFn({ signal }): Promise<WholeDeviceFragment | null> {
      const { device } = await ask(DeviceDetailsDocument, variables, signal);
      if (!device) return null;
      const { latestReadings, ...whole } = device;
      latestReadingsOf(client).take(id, latestReadings);
      return whole;
    },
  });
}

export interface OneDevice {
  /** Undefined until it is known; null where there is none of this id, or none any more. */
  device: WholeDeviceFragment | null | undefined;
  error: Error | null;
  askAnew: () => void;
}

/** Everything about a device but its readings. */
export function useDevice(id: string): OneDevice {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(deviceOf(client, id));
  return {
    device: isApiError(error, 'NotFoundError') ? null : data,
    error,
    askAnew: useCallback(() => void refetch(), [refetch]),
  };
}

/** Tells the rest of the console that a device has been made or changed. */
export function useChanged(): (device: WholeDeviceFragment) => void {
  const client = useQueryClient();
  return useCallback(
    (device) => {
      client.setQueryData(deviceOf(client, device.id).queryKey, device);
      placeInList(client, device);
    },
    [client],
  );
}

/** Tells the rest of the console that a device has been deleted. */
export function useDeleted(): (id: string) => void {
  const client = useQueryClient();
  return useCallback(
    (id) => {
      client.setQueryData(deviceOf(client, id).queryKey, null);
      removeFromList(client, id);
    },
    [client],
  );
}
