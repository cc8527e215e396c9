import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { RevokeDeviceCertificateDocument } from '../api/generated/documents.ts';
import { ask } from '../api/request.ts';
import { useText } from '../i18n/text.tsx';
import { Confirm } from '../ui/confirm.tsx';
import type { Certificate, Certified } from './use-certificates.ts';

interface RevocationProps {
  device: Certified;
  /** All of the device's when left out. */
  certificate?: Certificate | undefined;
  isOpen: boolean;
  onClose: () => void;
  onRevoked: (device: Certified) => void;
  /** It may or may not have been done. */
  onDoubt: () => void;
}

/** Asks before certificates are made void, and makes them so. */
export function Revocation({ device, certificate, onRevoked, onDoubt, ...dialog }: RevocationProps): ReactNode {
  const say = useText();
  const left = device.certificates.length - (certificate === undefined ? device.certificates.length : 1);
  const revoke = async (): Promise<void> => {
    const input = { deviceId: device.id, ...(certificate && { certificateId: certificate.id }) };
    try {
      onRevoked((await ask(RevokeDeviceCertificateDocument, { input })).revokeDeviceCertificate);
    } catch (error) {
      onDoubt();
      throw error;
    }
    notifications.show({
      message: say('credentials.revoked', { count: certificate ? 1 : device.certificates.length }),
    });
  };
  return (
    <Confirm
      title={
        certificate
          ? say('credentials.revoke.title', { id: certificate.id.slice(0, 8) })
          : say('credentials.revokeAll.title', { name: device.name })
      }
      verb={say('credentials.revoke')}
      onConfirm={revoke}
      {...dialog}
    >
      {say(left > 0 ? 'credentials.revoke.otherLeft' : 'credentials.revoke.noneLeft', { name: device.name })}
    </Confirm>
  );
}
