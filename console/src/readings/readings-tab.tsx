import { Skeleton, Stack } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useConnection } from '../api/connection.ts';
import { useText } from '../i18n/text.tsx';
import { Failure } from '../ui/failure.tsx';
import { useDeviceFeed } from './device-feed.ts';
import { DeviceReadings } from './device-readings.tsx';
import { FirstReading } from './first-reading.tsx';
import { useMeasuringDevice } from './use-measuring-device.ts';

const route = getRouteApi('/devices/$deviceId/');

/** What a device has measured, and what it measures now. */
export function ReadingsTab(): ReactNode {
  const { deviceId } = route.useParams();
  // Nothing of one device is of another.
  return <OfDevice key={deviceId} deviceId={deviceId} />;
}

function OfDevice({ deviceId }: { deviceId: string }): ReactNode {
  const isLost = useConnection() === 'lost';
  const feed = useDeviceFeed(deviceId, isLost);
  const { device, error, retry } = useMeasuringDevice(deviceId, feed);
  if (!device) return error === null ? <Waiting /> : <Failure error={error} onRetry={retry} />;
  if (device.lastSeenAt === null) return <FirstReading deviceId={deviceId} />;
  return <DeviceReadings device={device} feed={feed} isLost={isLost} />;
}

function Waiting(): ReactNode {
  const say = useText();
  return (
    <Stack role="status" aria-label={say('readings.finding')}>
      <Skeleton height={36} />
      <Skeleton height={340} />
    </Stack>
  );
}
