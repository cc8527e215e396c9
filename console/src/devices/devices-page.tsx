import { Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Plus, SearchX } from 'lucide-react';
import { useDeferredValue, useMemo, type ReactNode } from 'react';
import { useConnection } from '../api/connection.ts';
import { useLanguage } from '../i18n/provider.tsx';
import { useText } from '../i18n/text.tsx';
import { useNow } from '../i18n/time.tsx';
import { useSession } from '../session/session.tsx';
import { Empty } from '../ui/empty.tsx';
import { Failure } from '../ui/failure.tsx';
import { ButtonLink } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { latestReadingsOf, useFollowing } from './latest/use-latest.ts';
import { arrange, type Arranged } from './list/arrange.ts';
import { DeviceRows } from './list/device-rows.tsx';
import { NoDevices } from './list/no-devices.tsx';
import type { DeviceListSearch } from './list/search.ts';
import { Toolbar } from './list/toolbar.tsx';
import { useDeviceList, type DeviceInList } from './list/use-device-list.ts';
import { SILENT_AFTER_HOURS } from './status.ts';

const route = getRouteApi('/devices');

/** All devices of the organization, with their newest values as they arrive. */
export function DevicesPage(): ReactNode {
  const say = useText();
  const { may } = useSession();
  const list = useDeviceList();
  const { problem, retry, see } = useFollowing(undefined, list.refresh);
  const isLost = useConnection() === 'lost';
  const { devices } = list;
  return (
    <Page
      title={say('shell.devices')}
      description={
        // How many there are is told once that is known.
        <div role="status" aria-busy={!list.isComplete}>
          {devices && !(list.isComplete && devices.length === 0) && (
            <>{say(list.isComplete ? 'devices.count' : 'devices.countSoFar', { count: devices.length })}</>
          )}
        </div>
      }
      actions={may('OPERATOR') && devices && devices.length > 0 && <NewDeviceButton />}
    >
      {list.error && <Failure error={list.error} onRetry={list.retry} />}
      {problem !== undefined && !isLost && <Failure error={problem} onRetry={retry} />}
      <Content devices={devices} isComplete={list.isComplete} hasFailed={list.error !== null} see={see} />
    </Page>
  );
}

function NewDeviceButton(): ReactNode {
  const say = useText();
  return (
    <ButtonLink to="/devices/new" leftSection={<Plus size={16} aria-hidden />}>
      {say('devices.new')}
    </ButtonLink>
  );
}

interface ContentProps {
  devices: DeviceInList[] | undefined;
  isComplete: boolean;
  hasFailed: boolean;
  see: (ids: readonly string[]) => void;
}

function Content({ devices, isComplete, hasFailed, see }: ContentProps): ReactNode {
  if (!devices) return hasFailed ? null : <Waiting rows={8} height={60} />;
  if (devices.length === 0 && isComplete) return <NoDevices />;
  return <Found devices={devices} isComplete={isComplete} see={see} />;
}

function Found({
  devices,
  isComplete,
  see,
}: Omit<ContentProps, 'devices' | 'hasFailed'> & { devices: DeviceInList[] }): ReactNode {
  const say = useText();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changed: Partial<DeviceListSearch>): void => {
    void navigate({ search: { ...search, ...changed }, replace: true });
  };
  const { devices: shown, counts } = useArranged(devices, search);
  return (
    <Stack gap="md">
      <Toolbar search={search} counts={counts} onChange={change} />
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" role="status">
          {shown.length < devices.length && say('devices.shown', { count: shown.length })}
        </Text>
        <Text size="sm" c="dimmed">
          {say('devices.status.hint', { hours: SILENT_AFTER_HOURS })}
        </Text>
      </Group>
      {shown.length > 0 ? (
        <DeviceRows devices={shown} onSeen={see} />
      ) : (
        isComplete && (
          <Empty icon={SearchX} title={say('devices.none')}>
            <Text>{say('devices.none.hint')}</Text>
            <Button
              mt="md"
              variant="default"
              onClick={() => {
                change({ q: undefined, status: undefined });
              }}
            >
              {say('devices.none.all')}
            </Button>
          </Empty>
        )
      )}
    </Stack>
  );
}

/** Rows would jump about if each reading moved them: they are put in order anew now and then. */
const REARRANGED_MS = 15_000;

function useArranged(devices: DeviceInList[], search: DeviceListSearch): Arranged<DeviceInList> {
  const latest = latestReadingsOf(useQueryClient());
  const { language } = useLanguage();
  const collator = useMemo(() => new Intl.Collator(language, { numeric: true, sensitivity: 'base' }), [language]);
  const now = useNow(REARRANGED_MS);
  const [q, all] = [useDeferredValue(search.q), useDeferredValue(devices)];
  const { status, sort } = search;
  return useMemo(
    () => arrange(all, { q, status, sort }, { lastSeenAt: (id) => latest.of(id).lastSeenAt, now, collator }),
    [all, q, status, sort, latest, now, collator],
  );
}
