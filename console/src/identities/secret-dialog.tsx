import { Alert, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { KeyRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { GivenSecretFragment } from '../api/generated/documents.ts';
import { outputs } from '../api/outputs.ts';
import { useText } from '../i18n/text.tsx';
import { serviceSignIn } from '../organization/examples.ts';
import { CodeBlock } from '../ui/code-block.tsx';
import { Copyable } from '../ui/copy.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Fact, Facts } from '../ui/facts.tsx';

interface SecretDialogProps {
  /** What a service signs in with; `undefined` while there is none to show. */
  given: GivenSecretFragment | undefined;
  onClose: () => void;
}

/** Shows a secret, this once, and lets nobody leave by mistake before they have it. */
export function SecretDialog({ given, onClose }: SecretDialogProps): ReactNode {
  const say = useText();
  return (
    <Dialog
      opened={given !== undefined}
      onClose={onClose}
      title={given && say('identities.secret.of', { name: given.identity.name })}
      size="xl"
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      {given && <Secret given={given} onClose={onClose} />}
    </Dialog>
  );
}

function Secret({
  given: { username, secret },
  onClose,
}: {
  given: GivenSecretFragment;
  onClose: () => void;
}): ReactNode {
  const say = useText();
  const [isKept, setIsKept] = useState(false);
  const { custom } = outputs();
  const leaving = useBlocker({
    shouldBlockFn: () => !isKept,
    enableBeforeUnload: () => !isKept,
    withResolver: true,
  });
  return (
    <Stack>
      <Alert color="yellow" variant="light" icon={<KeyRound aria-hidden />} title={say('identities.secret.once')}>
        {say('identities.secret.once.hint')}
      </Alert>
      <Facts>
        <Fact label={say('identities.secret.username')}>
          <Copyable value={username} label={say('identities.secret.username.copy')} />
        </Fact>
        <Fact label={say('identities.secret')}>
          <Copyable value={secret} label={say('identities.secret.copy')} />
        </Fact>
        <Fact label={say('identities.secret.client')}>
          <Copyable value={custom.service_client_id} label={say('identities.secret.client.copy')} />
        </Fact>
      </Facts>
      <div>
        <Text size="sm" fw={600} mb={4}>
          {say('identities.secret.example')}
        </Text>
        <CodeBlock
          code={serviceSignIn(outputs())}
          label={say('identities.secret.example')}
          copyLabel={say('identities.secret.example.copy')}
        />
      </div>
      <Checkbox
        label={say('identities.secret.kept')}
        checked={isKept}
        error={leaving.status === 'blocked' && !isKept ? say('identities.secret.leaving') : undefined}
        onChange={(event) => {
          setIsKept(event.currentTarget.checked);
          // Else the browser would show the address that it was to go to.
          leaving.reset?.();
        }}
      />
      <Group justify="flex-end">
        <Button onClick={onClose} disabled={!isKept}>
          {say('identities.secret.done')}
        </Button>
      </Group>
    </Stack>
  );
}
