import { Skeleton, Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { NewCredentialsFragment } from '../api/generated/documents.ts';
import { useText } from '../i18n/text.tsx';
import { useMayStill } from '../session/for-role.tsx';
import { Failure } from '../ui/failure.tsx';
import { Section } from '../ui/section.tsx';
import { CertificateActions } from './certificate-actions.tsx';
import { CertificateList } from './certificate-list.tsx';
import { HandOver } from './hand-over.tsx';
import { HowToConnect } from './how-to-connect.tsx';
import { useCertificates } from './use-certificates.ts';

/** What a device connects with, and how. */
export function CredentialsTab(): ReactNode {
  const say = useText();
  const mayChange = useMayStill('OPERATOR');
  const { deviceId } = useParams({ from: '/devices/$deviceId/credentials' });
  const certificates = useCertificates(deviceId);
  // The key is in no cache: it is forgotten with this page, or once it has been handed over.
  const [made, setMade] = useState<NewCredentialsFragment>();
  const { device, error, refetch, replace, askAnew } = certificates;
  const handOver = (credentials: NewCredentialsFragment): void => {
    replace(credentials.device);
    setMade(credentials);
  };
  const actions =
    device && mayChange ? (
      <CertificateActions device={device} onMade={handOver} onRevoked={replace} onDoubt={askAnew} />
    ) : undefined;
  return (
    <Stack gap="lg">
      <Section title={say('credentials.title')} hint={say('credentials.hint')} actions={actions}>
        {device && <CertificateList device={device} onRevoked={replace} onDoubt={askAnew} />}
        {!device && error && <Failure error={error} onRetry={() => void refetch()} />}
        {!device && !error && <Skeleton height={96} aria-label={say('ui.loading')} />}
      </Section>
      <HowToConnect deviceId={deviceId} />
      {made && (
        <HandOver
          credentials={made}
          onClose={() => {
            setMade(undefined);
          }}
        />
      )}
    </Stack>
  );
}
