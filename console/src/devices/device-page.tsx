import { Group, Skeleton, Stack, Text } from '@mantine/core';
import { getRouteApi, Outlet } from '@tanstack/react-router';
import { MapPin, RadioTower } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { useConnection } from '../api/connection.ts';
import type { WholeDeviceFragment } from '../api/generated/documents.ts';
import { Say, useText } from '../i18n/text.tsx';
import { Ago } from '../i18n/time.tsx';
import { Copyable } from '../ui/copy.tsx';
import { Empty } from '../ui/empty.tsx';
import { Failure } from '../ui/failure.tsx';
import { ButtonLink } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import classes from './device-page.module.css';
import { DeviceTabs } from './device-tabs.tsx';
import { useFollowing, useLatest } from './latest/use-latest.ts';
import { StatusBadge } from './status-badge.tsx';
import { useDevice } from './use-device.ts';

const route = getRouteApi('/devices/$deviceId');

/** A device: what it is called, how it is, and its tabs. */
export function DevicePage(): ReactNode {
  const { deviceId } = route.useParams();
  const { device, error, askAnew } = useDevice(deviceId);
  if (device === null) return <NoDevice />;
  if (!device) return error ? <Failure error={error} onRetry={askAnew} /> : <Waiting />;
  return <Known key={deviceId} device={device} askAnew={askAnew} />;
}

function Known({ device, askAnew }: { device: WholeDeviceFragment; askAnew: () => void }): ReactNode {
  const { problem, retry, see } = useFollowing(device.id, askAnew);
  const isLost = useConnection() === 'lost';
  useEffect(() => {
    see([device.id]);
  }, [see, device.id]);
  return (
    <Page title={device.name} description={<Head device={device} />}>
      {problem !== undefined && !isLost && <Failure error={problem} onRetry={retry} />}
      <DeviceTabs deviceId={device.id} />
      <Outlet />
    </Page>
  );
}

function Head({ device }: { device: WholeDeviceFragment }): ReactNode {
  const say = useText();
  const { lastSeenAt } = useLatest(device.id);
  return (
    <Group className={classes.head ?? ''}>
      <Group gap="xs">
        <StatusBadge lastSeenAt={lastSeenAt} />
        {lastSeenAt !== null && (
          <Text size="sm">
            <Say id="devices.lastSeen" values={{ ago: <Ago time={lastSeenAt} /> }} />
          </Text>
        )}
      </Group>
      {typeof device.location?.name === 'string' && (
        <Group gap={4} wrap="nowrap">
          <MapPin size={14} aria-hidden />
          <Text size="sm">{device.location.name}</Text>
        </Group>
      )}
      <Copyable value={device.id} label={say('devices.copyId')} />
    </Group>
  );
}

function NoDevice(): ReactNode {
  const say = useText();
  return (
    <Empty isPage icon={RadioTower} title={say('devices.notFound')}>
      <Text>{say('devices.notFound.hint')}</Text>
      <ButtonLink to="/devices" mt="md">
        {say('ui.toDevices')}
      </ButtonLink>
    </Empty>
  );
}

function Waiting(): ReactNode {
  const say = useText();
  return (
    <Stack role="status" aria-label={say('ui.loading')}>
      <Skeleton height={30} width={280} />
      <Skeleton height={20} width={420} maw="100%" />
      <Skeleton height={340} mt="lg" />
    </Stack>
  );
}
