import { Alert, Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { NewCredentialsFragment } from '../api/generated/documents.ts';
import { ProvisionDeviceDocument, RotateDeviceCertificateDocument } from '../api/generated/documents.ts';
import { ask } from '../api/request.ts';
import { useText } from '../i18n/text.tsx';
import { useAtStake } from '../ui/at-stake.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { useStay } from '../ui/stay.ts';
import { RequestField } from './request-field.tsx';
import { readRequest, type RequestFault } from './signing-request.ts';
import type { Certified } from './use-certificates.ts';

interface IssueProps {
  /** Whether the new certificate comes beside those that there are, or instead of them. */
  act: 'provision' | 'rotate';
  device: Certified;
  onClose: () => void;
  onMade: (credentials: NewCredentialsFragment) => void;
  /** It may or may not have been done. */
  onDoubt: () => void;
}

/** Has a certificate made, for a key that Sonde makes or for one that the device has. */
export function Issue({ act, device, onClose, onMade, onDoubt }: IssueProps): ReactNode {
  const say = useText();
  const [key, setKey] = useState<'made' | 'own'>('made');
  const [text, setText] = useState('');
  const [fault, setFault] = useState<RequestFault>();
  const making = useMutation({
    // Answers nothing: what mutations answer is kept, and there is a private key in this.
    mutationFn: async (certificateSigningRequest: string | undefined) => {
      onMade(await issue(act, device.id, certificateSigningRequest));
    },
    onSuccess: onClose,
    onError: onDoubt,
    gcTime: 0,
  });
  useStay(making.isPending);
  // Why it was refused is to be read, too.
  useAtStake(text !== '' || making.isError);
  const submit = (): void => {
    if (key === 'made') {
      making.mutate(undefined);
      return;
    }
    const read = readRequest(text);
    if ('fault' in read) setFault(read.fault);
    else making.mutate(read.request);
  };
  return (
    <Dialog
      opened
      size="lg"
      onClose={() => {
        if (!making.isPending) onClose();
      }}
      title={say(`credentials.${act}.title`, { name: device.name })}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack>
          <Consequence act={act} device={device} />
          <Radio.Group
            label={say('credentials.key')}
            value={key}
            onChange={(value) => {
              setKey(value === 'own' ? 'own' : 'made');
            }}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="made" label={say('credentials.key.made')} description={say('credentials.key.made.hint')} />
              <Radio value="own" label={say('credentials.key.own')} description={say('credentials.key.own.hint')} />
            </Stack>
          </Radio.Group>
          {key === 'own' && (
            <RequestField
              text={text}
              fault={fault}
              onChange={(changed) => {
                setText(changed);
                const read = readRequest(changed);
                setFault('fault' in read && read.fault !== 'empty' ? read.fault : undefined);
              }}
            />
          )}
          {making.error && <Failure error={making.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={making.isPending}>
              {say('ui.cancel')}
            </Button>
            <Button type="submit" loading={making.isPending} {...(act === 'rotate' && { color: 'red' })}>
              {say(act === 'rotate' ? 'credentials.rotate' : 'credentials.provision')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

async function issue(
  act: IssueProps['act'],
  deviceId: string,
  certificateSigningRequest: string | undefined,
): Promise<NewCredentialsFragment> {
  const input = { deviceId, ...(certificateSigningRequest !== undefined && { certificateSigningRequest }) };
  if (act === 'rotate') return (await ask(RotateDeviceCertificateDocument, { input })).rotateDeviceCertificate;
  return (await ask(ProvisionDeviceDocument, { input })).provisionDevice;
}

/** What becomes of the certificates and of the connection that there are. */
function Consequence({ act, device }: Pick<IssueProps, 'act' | 'device'>): ReactNode {
  const say = useText();
  if (act === 'rotate') {
    return (
      <Alert color="orange" variant="light" icon={<TriangleAlert aria-hidden />}>
        {say('credentials.rotate.hint', { count: device.certificates.length })}
      </Alert>
    );
  }
  return (
    <Text size="sm">
      {say(device.certificates.length === 0 ? 'credentials.provision.hint' : 'credentials.provision.second.hint')}
    </Text>
  );
}
