import { Button, Group, Paper, Stack, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useParams } from '@tanstack/react-router';
import { Pencil } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { UpdateDeviceDocument, type WholeDeviceFragment } from '../api/generated/documents.ts';
import { ask } from '../api/request.ts';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.tsx';
import { ConflictDialog } from '../ui/conflict.tsx';
import { useVersionedSave } from '../ui/conflict-save.ts';
import { DeleteDevice } from './delete-device.tsx';
import { DeviceFacts } from './device-facts.tsx';
import { useShownFields } from './device-shown.tsx';
import { DeviceFields } from './form/device-fields.tsx';
import { useChanged, useDevice } from './use-device.ts';
import { valuesOf } from './values.ts';

/** Everything about a device, to be read and changed. */
export function DetailsTab(): ReactNode {
  const { deviceId } = useParams({ from: '/devices/$deviceId/details' });
  const { device } = useDevice(deviceId);
  // The page around it says so where there is no device.
  return device && <Details key={deviceId} device={device} />;
}

function Details({ device }: { device: WholeDeviceFragment }): ReactNode {
  const say = useText();
  const { may } = useSession();
  const [began, setBegan] = useState<WholeDeviceFragment>();
  if (began) {
    return (
      <Edit
        began={began}
        onEnd={() => {
          setBegan(undefined);
        }}
      />
    );
  }
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={2}>{say('devices.details')}</Title>
        {may('OPERATOR') && (
          <Group gap="sm">
            <Button
              variant="default"
              leftSection={<Pencil size={16} aria-hidden />}
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

function Edit({ began, onEnd }: { began: WholeDeviceFragment; onEnd: () => void }): ReactNode {
  const say = useText();
  const tellChanged = useChanged();
  const fields = useShownFields();
  const saving = useVersionedSave({
    valuesOf,
    send: async (changes, { id, version }) => {
      const { updateDevice } = await ask(UpdateDeviceDocument, { input: { id, expectedVersion: version, ...changes } });
      return updateDevice;
    },
    onSaved: (device: WholeDeviceFragment) => {
      tellChanged(device);
      notifications.show({ message: say('devices.saved', { name: device.name }) });
      onEnd();
    },
  });
  return (
    <Stack gap="lg">
      <Title order={2}>{say('devices.editing')}</Title>
      <DeviceFields
        initial={valuesOf(began)}
        verb={say('ui.save')}
        onSubmit={(values) => {
          saving.save(began, values);
        }}
        onCancel={onEnd}
        isSaving={saving.isSaving}
        error={saving.error}
      />
      <ConflictDialog saving={saving} fields={fields} />
    </Stack>
  );
}
