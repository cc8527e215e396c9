import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useConnection } from '../api/connection.ts';
import { useOfLatest } from '../devices/latest/use-latest.ts';
import { useDevice } from '../devices/use-device.ts';
import { useDeviceFeed } from './device-feed.ts';
import { DeviceReadings } from './device-readings.tsx';
import { FirstReading } from './first-reading.tsx';

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
  const { device } = useDevice(deviceId);
  const isSilent = useOfLatest(deviceId, ({ lastSeenAt }) => lastSeenAt === null);
  // The page around it says so where there is no device.
  if (!device) return null;
  return isSilent ? <FirstReading deviceId={deviceId} /> : <DeviceReadings {...{ device, feed, isLost }} />;
}
