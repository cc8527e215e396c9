import { Button, Group, Stack, Text } from '@mantine/core';
import { KeyRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import {
  GiveServiceSecretDocument,
  VoidServiceSecretDocument,
  type GivenSecretFragment,
} from '../api/generated/documents.ts';
import { outputs } from '../api/outputs.ts';
import { ask } from '../api/request.ts';
import { useText } from '../i18n/text.tsx';
import { Time } from '../i18n/time.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Copyable } from '../ui/copy.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { Section } from '../ui/section.tsx';
import { useStay } from '../ui/stay.ts';
import type { Identity } from './identity.ts';
import { SecretDialog } from './secret-dialog.tsx';
import { useAct } from './use-act.ts';
import { useIdentityCache } from './use-identities.ts';
import { ChangedMeanwhile } from './values.tsx';

/** What a service signs in with; its secret to be replaced, or made void. */
export function SecretSection({ identity }: { identity: Identity }): ReactNode {
  const say = useText();
  const { email, secretCreatedAt } = identity;
  const { service_client_id: clientId } = outputs().custom;
  return (
    <Section title={say('identities.secret.section')} hint={say('identities.secret.section.hint')}>
      <Facts>
        <Fact label={say('identities.secret.username')}>
          <Copyable value={email} label={say('identities.secret.username.copy')} />
        </Fact>
        <Fact label={say('identities.secret')}>
          {secretCreatedAt === null ? (
            say('identities.secret.none')
          ) : (
            <>
              {say('identities.secret.madeAt')} <Time time={secretCreatedAt} />
            </>
          )}
        </Fact>
        <Fact label={say('identities.secret.client')}>
          <Copyable value={clientId} label={say('identities.secret.client.copy')} />
        </Fact>
      </Facts>
      <Actions identity={identity} />
    </Section>
  );
}

function Actions({ identity }: { identity: Identity }): ReactNode {
  const say = useText();
  const act = useAct();
  const { put } = useIdentityCache();
  const [asking, setAsking] = useState<'give' | 'void'>();
  const [given, setGiven] = useState<GivenSecretFragment>();
  const [isGiving, setIsGiving] = useState(false);
  useStay(isGiving);
  const input = { id: identity.id, expectedVersion: identity.version };
  const close = (): void => {
    setAsking(undefined);
  };
  const give = async (): Promise<void> => {
    setIsGiving(true);
    try {
      const { rotateServiceSecret: made } = await act(ask(GiveServiceSecretDocument, { input }));
      put(made.identity);
      setGiven(made);
    } finally {
      setIsGiving(false);
    }
  };
  const makeVoid = async (): Promise<void> => {
    const { revokeServiceSecret: changed } = await act(ask(VoidServiceSecretDocument, { input }));
    put(changed);
  };
  return (
    <>
      <Group gap="sm">
        <Button
          variant="default"
          leftSection={<KeyRound size={16} aria-hidden />}
          onClick={() => {
            setAsking('give');
          }}
        >
          {say('identities.secret.give')}
        </Button>
        {identity.secretCreatedAt !== null && (
          <Button
            variant="default"
            onClick={() => {
              setAsking('void');
            }}
          >
            {say('identities.secret.void')}
          </Button>
        )}
      </Group>
      <Confirm
        isOpen={asking === 'give'}
        onClose={close}
        title={say('identities.secret.give.title', { name: identity.name })}
        verb={say('identities.secret.give')}
        onConfirm={give}
      >
        <Stack gap="sm">
          <ChangedMeanwhile identity={identity} />
          <Text>
            {say(identity.secretCreatedAt === null ? 'identities.secret.give.first' : 'identities.secret.give.hint')}
          </Text>
        </Stack>
      </Confirm>
      <Confirm
        isOpen={asking === 'void'}
        onClose={close}
        title={say('identities.secret.void.title', { name: identity.name })}
        verb={say('identities.secret.void')}
        onConfirm={makeVoid}
      >
        <Stack gap="sm">
          <ChangedMeanwhile identity={identity} />
          <Text>{say('identities.secret.void.hint')}</Text>
        </Stack>
      </Confirm>
      <SecretDialog
        given={given}
        onClose={() => {
          setGiven(undefined);
        }}
      />
    </>
  );
}
