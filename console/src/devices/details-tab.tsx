import { Button, Group, Paper, Skeleton, Stack, Title } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { Pencil } from 'lucide-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { WholeDeviceFragment } from '../api/generated/documents.ts';
import { useText } from '../i18n/text.tsx';
import { useMayStill } from '../session/for-role.tsx';
import { DeleteDevice } from './delete-device.tsx';
import { DeviceFacts } from './device-facts.tsx';
import { useDevice } from './use-device.ts';

/** A form with all its fields is wanted by few who look, and not at once. */
const EditDevice = lazy(() => import('./edit-device.tsx'));

/** Everything about a device, to be read and changed. */
export function DetailsTab(): ReactNode {
  const { deviceId } = useParams({ from: '/devices/$deviceId/details' });
  const { device } = useDevice(deviceId);
  // The page around it says so where there is no device.
  return device && <Details key={deviceId} device={device} />;
}

function Details({ device }: { device: WholeDeviceFragment }): ReactNode {
  const say = useText();
  const mayChange = useMayStill('OPERATOR');
  /** Null after it was changed: one goes on from the button. */
  const [began, setBegan] = useState<WholeDeviceFragment | null>();
  if (began) {
    return (
      <Suspense fallback={<Skeleton height={480} aria-label={say('ui.loading')} />}>
        <EditDevice
          began={began}
          onEnd={() => {
            setBegan(null);
          }}
        />
      </Suspense>
    );
  }
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={2}>{say('devices.details')}</Title>
        {mayChange && (
          <Group gap="sm">
            <Button
              variant="default"
              leftSection={<Pencil size={16} aria-hidden />}
              autoFocus={began === null}
              onClick={() => {
                setBegan(device);
              }}
            >
              {say('devices.edit')}
            </Button>
            <DeleteDevice device={device} />
          </Group>
        )}
      </Group>
      <Paper withBorder p="lg" bg="var(--sonde-surface)">
        <DeviceFacts device={device} />
      </Paper>
    </Stack>
  );
}
