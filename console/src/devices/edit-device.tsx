import { Stack, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { UpdateDeviceDocument, type WholeDeviceFragment } from '../api/generated/documents.ts';
import { ask } from '../api/request.ts';
import { useText } from '../i18n/text.tsx';
import { ConflictDialog } from '../ui/conflict.tsx';
import { useVersionedSave } from '../ui/conflict-save.ts';
import { useShownFields } from './device-shown.tsx';
import { DeviceFields } from './form/device-fields.tsx';
import { useChanged } from './use-device.ts';
import { valuesOf } from './values.ts';

/** What one came by is gone. */
function focus(heading: HTMLElement | null): void {
  heading?.focus();
}

/** Changes a device, from how it was when one began. */
export default function EditDevice({ began, onEnd }: { began: WholeDeviceFragment; onEnd: () => void }): ReactNode {
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
      <Title order={2} tabIndex={-1} ref={focus}>
        {say('devices.editing')}
      </Title>
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
