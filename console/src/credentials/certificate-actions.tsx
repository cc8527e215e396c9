import { Button, Text } from '@mantine/core';
import { Plus, RefreshCw, ShieldX } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { DEVICE_LIMITS } from '../../../schema/limits.ts';
import type { NewCredentialsFragment } from '../api/generated/documents.ts';
import { useText } from '../i18n/text.tsx';
import { Issue } from './issue.tsx';
import { Revocation } from './revocation.tsx';
import type { Certified } from './use-certificates.ts';

interface CertificateActionsProps {
  device: Certified;
  onMade: (credentials: NewCredentialsFragment) => void;
  onRevoked: (device: Certified) => void;
  onDoubt: () => void;
}

/** What an operator can do about a device's certificates. */
export function CertificateActions({ device, onMade, onRevoked, onDoubt }: CertificateActionsProps): ReactNode {
  const say = useText();
  const [open, setOpen] = useState<'provision' | 'rotate' | 'revoke'>();
  const close = (): void => {
    setOpen(undefined);
  };
  const { length: count } = device.certificates;
  const isFull = count >= DEVICE_LIMITS.certificates;
  return (
    <>
      {count > 1 && (
        <Button
          variant="default"
          leftSection={<ShieldX size={16} aria-hidden />}
          onClick={() => {
            setOpen('revoke');
          }}
        >
          {say('credentials.revokeAll')}
        </Button>
      )}
      {count > 0 && (
        <Button
          variant="default"
          leftSection={<RefreshCw size={16} aria-hidden />}
          onClick={() => {
            setOpen('rotate');
          }}
        >
          {say('credentials.rotate')}
        </Button>
      )}
      {isFull ? (
        <Text size="sm" c="dimmed" maw="18rem">
          {say('credentials.full')}
        </Text>
      ) : (
        <Button
          leftSection={<Plus size={16} aria-hidden />}
          onClick={() => {
            setOpen('provision');
          }}
        >
          {say(count === 0 ? 'credentials.provision' : 'credentials.provision.second')}
        </Button>
      )}
      {(open === 'provision' || open === 'rotate') && (
        <Issue act={open} device={device} onClose={close} onMade={onMade} onDoubt={onDoubt} />
      )}
      <Revocation device={device} isOpen={open === 'revoke'} onClose={close} onRevoked={onRevoked} onDoubt={onDoubt} />
    </>
  );
}
