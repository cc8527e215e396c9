import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { DeviceToChooseFragment } from '../api/generated/documents.ts';
import { DevicesToChooseDocument, DeviceToNameDocument } from '../api/generated/documents.ts';
import { pagesOf, queryOf } from '../api/query.ts';
import { useText } from '../i18n/text.tsx';

export type ChosenDevice = DeviceToChooseFragment;

const PAGE = 100;
/** As many pages are fetched without being asked for: 1,000 devices. */
const PAGES_AT_ONCE = 10;

export interface Devices {
  items: readonly ChosenDevice[];
  /** Whether these are all of the organization. */
  isAll: boolean;
  /** When they were asked for, in epoch milliseconds. */
  asOf: number;
  isLoading: boolean;
  error: Error | null;
  /** Fetches what is missing, or tries again. */
  more: () => void;
}

/** The devices of the organization: up to 1,000 by itself, and more when they are asked for. */
export function useDevices(): Devices {
  const pages = useInfiniteQuery(pagesOf(DevicesToChooseDocument, { first: PAGE }, ({ devices }) => devices.nextToken));
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = pages;
  const count = data?.pages.length ?? 0;
  const goesOn = hasNextPage && !isFetching && !isError && count % PAGES_AT_ONCE !== 0;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  const items = useMemo(() => data?.pages.flatMap(({ devices }) => devices.items) ?? [], [data]);
  return {
    items,
    isAll: data !== undefined && !hasNextPage,
    asOf: pages.dataUpdatedAt,
    isLoading: isFetching || goesOn,
    error: pages.error,
    more: () => void (data ? fetchNextPage() : pages.refetch()),
  };
}

/** What devices are called, by their ids: those that are known, and others asked for one by one. */
export function useDeviceNames(ids: readonly string[], { items, isAll, isLoading }: Devices): (id: string) => string {
  const say = useText();
  const known = useMemo(() => new Map(items.map(({ id, name }) => [id, name])), [items]);
  const missing = isAll || isLoading ? [] : ids.filter((id) => !known.has(id));
  const asked = useQueries({
    queries: missing.map((id) => ({ ...queryOf(DeviceToNameDocument, { id }), staleTime: Infinity, retry: false })),
  });
  const others = new Map(missing.map((id, index) => [id, asked[index]]));
  return (id) => {
    const other = others.get(id);
    const isWaiting = isLoading || other?.isPending === true;
    return known.get(id) ?? other?.data?.device?.name ?? (isWaiting ? '…' : say('exports.deletedDevice'));
  };
}
