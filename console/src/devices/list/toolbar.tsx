import { CloseButton, Group, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback, useMediaQuery } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import * as v from 'valibot';
import { useText } from '../../i18n/text.tsx';
import { STATUSES, type DeviceStatus } from '../status.ts';
import { SORTS, type DeviceListSearch } from './search.ts';

interface ToolbarProps {
  search: DeviceListSearch;
  /** How many of those that are searched for have each status. */
  counts: Readonly<Record<DeviceStatus, number>>;
  onChange: (change: Partial<DeviceListSearch>) => void;
}

/** What of the list is shown, and in what order. */
export function Toolbar({ search, counts, onChange }: ToolbarProps): ReactNode {
  const say = useText();
  return (
    <Group gap="sm" align="flex-end" role="search" aria-label={say('devices.toolbar')}>
      <SearchField
        q={search.q ?? ''}
        onChange={(q) => {
          onChange({ q: q.trim() === '' ? undefined : q });
        }}
      />
      <StatusFilter
        status={search.status}
        counts={counts}
        onChange={(status) => {
          onChange({ status });
        }}
      />
      <NativeSelect
        flex={{ base: '1 1 8rem', sm: '0 0 auto' }}
        aria-label={say('devices.sort')}
        value={search.sort ?? 'name'}
        onChange={({ currentTarget: { value } }) => {
          const sort = v.parse(v.picklist(SORTS), value);
          onChange({ sort: sort === 'name' ? undefined : sort });
        }}
        data={SORTS.map((sort) => ({ value: sort, label: say(`devices.sort.${sort}`) }))}
      />
    </Group>
  );
}

const PAUSE_MS = 150;

function SearchField({ q, onChange }: { q: string; onChange: (q: string) => void }): ReactNode {
  const say = useText();
  const [entered, setEntered] = useState(q);
  const said = useRef(q);
  const tell = useDebouncedCallback((text: string) => {
    said.current = text;
    onChange(text);
  }, PAUSE_MS);
  // The address may change otherwise too, such as on the way back.
  useEffect(() => {
    if (q.trim() === said.current.trim()) return;
    said.current = q;
    setEntered(q);
  }, [q]);
  const enter = (text: string): void => {
    setEntered(text);
    tell(text);
  };
  return (
    <TextInput
      type="search"
      flex="1 1 16rem"
      aria-label={say('devices.search')}
      placeholder={say('devices.search')}
      leftSection={<Search size={16} aria-hidden />}
      rightSection={
        entered !== '' && (
          <CloseButton
            size="sm"
            aria-label={say('devices.search.clear')}
            onClick={() => {
              enter('');
            }}
          />
        )
      }
      value={entered}
      onChange={({ currentTarget: { value } }) => {
        enter(value);
      }}
    />
  );
}

interface StatusFilterProps extends Pick<ToolbarProps, 'counts'> {
  status: DeviceStatus | undefined;
  onChange: (status: DeviceStatus | undefined) => void;
}

const ALL = 'all';

function StatusFilter({ status, counts, onChange }: StatusFilterProps): ReactNode {
  const say = useText();
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const all = STATUSES.reduce((sum, each) => sum + counts[each], 0);
  const data: { value: string; label: string }[] = [
    { value: ALL, label: say('devices.filter.all', { count: all }) },
    ...STATUSES.map((each) => ({ value: each, label: say(`devices.filter.${each}`, { count: counts[each] }) })),
  ];
  const choose = (value: string): void => {
    onChange(value === ALL ? undefined : v.parse(v.picklist(STATUSES), value));
  };
  return isNarrow ? (
    <NativeSelect
      flex="1 1 8rem"
      aria-label={say('devices.filter')}
      value={status ?? ALL}
      onChange={({ currentTarget: { value } }) => {
        choose(value);
      }}
      data={data}
    />
  ) : (
    <SegmentedControl aria-label={say('devices.filter')} value={status ?? ALL} onChange={choose} data={data} />
  );
}
