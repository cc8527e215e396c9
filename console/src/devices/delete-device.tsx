import { Button, List } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { isApiError } from '../api/errors.ts';
import { DeleteDeviceDocument, type WholeDeviceFragment } from '../api/generated/documents.ts';
import { ask } from '../api/request.ts';
import { useText } from '../i18n/text.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { useDeleted, useDevice } from './use-device.ts';

/** Deletes a device, after it has been said what becomes of the rest. */
export function DeleteDevice({ device: { id, name, version } }: { device: WholeDeviceFragment }): ReactNode {
  const say = useText();
  const [isOpen, { open, close }] = useDisclosure();
  const navigate = useNavigate();
  const { askAnew } = useDevice(id);
  const tellDeleted = useDeleted();
  const remove = async (): Promise<void> => {
    try {
      await ask(DeleteDeviceDocument, { input: { id, expectedVersion: version } });
    } catch (error) {
      // What has changed is seen behind the dialog, and may be deleted all the same.
      if (isApiError(error, 'ConflictError')) askAnew();
      // That is what was wanted.
      if (!isApiError(error, 'NotFoundError')) throw error;
    }
    await navigate({ to: '/devices', ignoreBlocker: true });
    tellDeleted(id);
    notifications.show({ message: say('devices.deleted', { name }) });
  };
  return (
    <>
      <Button variant="light" color="red" leftSection={<Trash2 size={16} aria-hidden />} onClick={open}>
        {say('devices.delete')}
      </Button>
      <Confirm
        isOpen={isOpen}
        onClose={close}
        title={say('devices.delete.title', { name })}
        verb={say('devices.delete.verb')}
        typed={name}
        onConfirm={remove}
      >
        <List size="sm" spacing={4}>
          <List.Item>{say('devices.delete.readings')}</List.Item>
          <List.Item>{say('devices.delete.credentials')}</List.Item>
          <List.Item>{say('devices.delete.exports')}</List.Item>
        </List>
      </Confirm>
    </>
  );
}
