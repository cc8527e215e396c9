import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { CreateDeviceDocument } from '../api/generated/documents.ts';
import { ask } from '../api/request.ts';
import { useText } from '../i18n/text.tsx';
import { ForRole } from '../session/for-role.tsx';
import { Page } from '../ui/page.tsx';
import { DeviceFields } from './form/device-fields.tsx';
import { EMPTY_DEVICE } from './form/form-values.ts';
import { deviceListKey } from './list/use-device-list.ts';
import { useChanged } from './use-device.ts';
import type { DeviceValues } from './values.ts';

/** Makes a device. */
export function NewDevicePage(): ReactNode {
  return (
    <ForRole role="OPERATOR">
      <NewDevice />
    </ForRole>
  );
}

function NewDevice(): ReactNode {
  const say = useText();
  const navigate = useNavigate();
  const client = useQueryClient();
  const tellChanged = useChanged();
  const making = useMutation({
    mutationFn: (input: DeviceValues) => ask(CreateDeviceDocument, { input }),
    async onSuccess({ createDevice: device }) {
      tellChanged(device);
      notifications.show({ message: say('devices.made', { name: device.name }) });
      await navigate({ to: '/devices/$deviceId', params: { deviceId: device.id }, ignoreBlocker: true });
    },
    // It may have been made all the same: the list is to say so.
    onError: () => client.invalidateQueries({ queryKey: deviceListKey }),
  });
  return (
    <Page title={say('devices.new')} description={say('devices.new.hint')}>
      <DeviceFields
        initial={EMPTY_DEVICE}
        verb={say('devices.new.verb')}
        onSubmit={making.mutate}
        onCancel={() => void navigate({ to: '/devices' })}
        isSaving={making.isPending}
        error={making.error}
        whenLost={say('devices.new.lost')}
      />
    </Page>
  );
}
