import { infiniteQueryOptions, useInfiniteQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import { DeviceListDocument, type ListedDeviceFragment } from '../../api/generated/documents.ts';
import { nameOf } from '../../api/query.ts';
import { ask } from '../../api/request.ts';
import { latestReadingsOf, type Doubt } from '../latest/use-latest.ts';
import { searchedText } from './words.ts';

/** A device as the list has it. Its newest readings are elsewhere, for they change all the time. */
export type DeviceInList = Pick<ListedDeviceFragment, 'id' | 'name' | 'description' | 'location' | 'metrics'> & {
  searched: string;
};

interface DeviceListPage {
  devices: DeviceInList[];
  nextToken: string | null;
}

const PAGE = 100;
const FRESH_MS = 5 * 60_000;

export const deviceListKey = [nameOf(DeviceListDocument)] as const;

function deviceListOf(client: QueryClient) {
  const latest = latestReadingsOf(client);
  return infiniteQueryOptions({
    queryKey: deviceListKey,
    async queryFn({ pageParam, signal }): Promise<DeviceListPage> {
      const { devices } = await ask(DeviceListDocument, { first: PAGE, nextToken: pageParam }, signal);
      return {
        nextToken: devices.nextToken,
        devices: devices.items.map(({ latestReadings, ...device }) => {
          latest.take(device.id, latestReadings);
          return { ...device, searched: searchedText(device) };
        }),
      };
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextToken }) => nextToken,
    staleTime: FRESH_MS,
  });
}

/** Puts a device that has been made or changed in the list. */
export function placeInList(client: QueryClient, { id, name, description, location, metrics }: Listable): void {
  const placed = { id, name, description, location, metrics };
  const device: DeviceInList = { ...placed, searched: searchedText(placed) };
  changeList(client, (pages) => {
    const isThere = pages.some(({ devices }) => devices.some((each) => each.id === id));
    return pages.map((page) => {
      if (isThere) return { ...page, devices: page.devices.map((each) => (each.id === id ? device : each)) };
      // It is the newest one: before all are loaded, it is still to come.
      return page.nextToken === null ? { ...page, devices: [...page.devices, device] } : page;
    });
  });
}

/** Takes a device that has been deleted out of the list. */
export function removeFromList(client: QueryClient, id: string): void {
  changeList(client, (pages) =>
    pages.map((page) => ({ ...page, devices: page.devices.filter((device) => device.id !== id) })),
  );
}

type Listable = Omit<DeviceInList, 'searched'>;

function changeList(client: QueryClient, change: (pages: DeviceListPage[]) => DeviceListPage[]): void {
  const { queryKey } = deviceListOf(client);
  client.setQueryData(queryKey, (list) => list && { ...list, pages: change(list.pages) });
  // What is being loaded has begun without the change.
  if (client.isFetching({ queryKey }) > 0) void client.invalidateQueries({ queryKey });
}

export interface DeviceList {
  /** Those that have been loaded so far, oldest first; undefined before the first of them. */
  devices: DeviceInList[] | undefined;
  /** Whether that is all of them. */
  isComplete: boolean;
  /** Why not, where loading them has failed. */
  error: Error | null;
  retry: () => void;
  /** Asks for all of them anew; after a lost connection only where that was not done a short while ago. */
  refresh: (doubt: Doubt) => void;
}

/** All devices of the organization: the API has no search, so that all are loaded, page after page. */
export function useDeviceList(): DeviceList {
  const client = useQueryClient();
  const { data, error, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage, refetch } = useInfiniteQuery(
    deviceListOf(client),
  );
  useEffect(() => {
    if (hasNextPage && !isFetching && error === null) void fetchNextPage();
  }, [hasNextPage, isFetching, error, fetchNextPage]);
  return {
    devices: useMemo(() => data?.pages.flatMap(({ devices }) => devices), [data]),
    isComplete: data !== undefined && !hasNextPage,
    error,
    retry: () => void (isFetchNextPageError ? fetchNextPage() : refetch()),
    refresh: useCallback(
      (doubt: Doubt) => {
        void client.refetchQueries({ queryKey: deviceListKey, ...(doubt === 'disconnected' && { stale: true }) });
      },
      [client],
    ),
  };
}
