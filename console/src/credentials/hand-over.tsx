import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { NewCredentialsFragment } from '../api/generated/documents.ts';
import { useText } from '../i18n/text.tsx';
import { ConnectionFacts } from './connection-facts.tsx';
import { Files } from './files.tsx';
import { Leaving } from './leaving.tsx';
import { environment, fetchCa, fileNames, publishWithTls } from './snippets.ts';
import { Snippet } from './snippet.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** All that a device needs to connect, shown this once: it is not left by mistake before the key is kept. */
export function HandOver({
  credentials,
  onClose,
}: {
  credentials: NewCredentialsFragment;
  onClose: () => void;
}): ReactNode {
  const say = useText();
  const [isKept, setIsKept] = useState(credentials.privateKeyPem === null);
  const [isAsked, setIsAsked] = useState(false);
  const blocker = useBlocker({ shouldBlockFn: () => true, disabled: isKept, withResolver: true });
  const close = (): void => {
    if (isKept) onClose();
    else setIsAsked(true);
  };
  return (
    <Dialog
      opened
      size="xl"
      onClose={close}
      closeOnClickOutside={isKept}
      title={say('credentials.handOver', { name: credentials.device.name })}
    >
      <Stack gap="lg">
        {credentials.privateKeyPem === null ? (
          <Text size="sm">{say('credentials.handOver.own')}</Text>
        ) : (
          <Alert color="orange" variant="light" icon={<TriangleAlert aria-hidden />}>
            {say('credentials.handOver.made')}
          </Alert>
        )}
        <Files
          credentials={credentials}
          onKeyKept={() => {
            setIsKept(true);
            setIsAsked(false);
            // Else the browser would show the address that it was to go to.
            blocker.reset?.();
          }}
        />
        <Connection credentials={credentials} />
        {!isKept && (isAsked || blocker.status === 'blocked') && (
          <Leaving
            onStay={() => {
              setIsAsked(false);
              blocker.reset?.();
            }}
            onLeave={blocker.proceed ?? onClose}
          />
        )}
        <Group justify="flex-end">
          <Button onClick={close}>{say('credentials.done')}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function Connection({ credentials }: { credentials: NewCredentialsFragment }): ReactNode {
  const say = useText();
  const { endpoint, port, clientId, topic, rootCaUrl, certificate } = credentials;
  const names = fileNames(certificate.id);
  return (
    <Stack>
      <ConnectionFacts endpoint={endpoint} port={port} clientId={clientId} topic={topic} />
      <Snippet
        title={say('credentials.publish')}
        text={`${fetchCa(rootCaUrl, names)}\n${publishWithTls(credentials, names)}`}
      />
      <Snippet title={say('credentials.environment')} text={environment(credentials, names)} />
    </Stack>
  );
}
