import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { ChangeIdentityDocument, RemoveIdentityDocument } from '../api/generated/documents.ts';
import { isApiError } from '../api/errors.ts';
import { ask } from '../api/request.ts';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Failure } from '../ui/failure.tsx';
import { Section } from '../ui/section.tsx';
import type { Identity } from './identity.ts';
import { LastAdministrator } from './last-administrator.tsx';
import { useAct } from './use-act.ts';
import { useIdentityCache } from './use-identities.ts';
import { useRequest } from './use-request.ts';
import { ChangedMeanwhile } from './values.tsx';

interface StandingSectionProps {
  identity: Identity;
  /** Nobody else is an active administrator: this one cannot go. */
  isLast: boolean;
}

/** Whether somebody may sign in: they are shut out, let in again, or deleted. */
export function StandingSection({ identity, isLast }: StandingSectionProps): ReactNode {
  const say = useText();
  const [asking, setAsking] = useState<'suspend' | 'delete'>();
  const { suspend, lift, remove } = useStanding(identity);
  const isSuspended = identity.status === 'SUSPENDED';
  const close = (): void => {
    setAsking(undefined);
  };
  return (
    <Section
      title={say('identities.standing')}
      hint={say(isSuspended ? 'identities.lift.hint' : 'identities.suspend.about')}
    >
      {lift.error && <Failure error={lift.error} />}
      <Group gap="sm">
        {isSuspended ? (
          <Button variant="default" onClick={lift.send} loading={lift.isPending}>
            {say('identities.lift')}
          </Button>
        ) : (
          <Button
            variant="default"
            disabled={isLast}
            onClick={() => {
              setAsking('suspend');
            }}
          >
            {say('identities.suspend')}
          </Button>
        )}
        <Button
          variant="outline"
          color="red"
          disabled={isLast}
          onClick={() => {
            setAsking('delete');
          }}
        >
          {say('identities.delete')}
        </Button>
      </Group>
      <Confirm
        isOpen={asking === 'suspend'}
        title={say('identities.suspend.title', { name: identity.name })}
        verb={say('identities.suspend')}
        onConfirm={suspend}
        onClose={close}
      >
        <Consequences of="suspend" identity={identity} isLast={isLast} />
      </Confirm>
      <Confirm
        isOpen={asking === 'delete'}
        title={say('identities.delete.title', { name: identity.name })}
        verb={say('identities.delete')}
        typed={identity.name}
        onConfirm={remove}
        onClose={close}
      >
        <Consequences of="delete" identity={identity} isLast={isLast} />
      </Confirm>
    </Section>
  );
}

/** What it comes to that somebody is suspended or deleted. */
function Consequences({ identity, isLast, of }: StandingSectionProps & { of: 'suspend' | 'delete' }): ReactNode {
  const say = useText();
  const isSelf = useSession().identity.id === identity.id;
  return (
    <Stack gap="sm">
      <ChangedMeanwhile identity={identity} />
      {isLast && <LastAdministrator identity={identity} />}
      {isSelf && <Text fw={600}>{say(`identities.self.${of}`)}</Text>}
      <Text>{say(`identities.${of}.hint.${identity.kind}`)}</Text>
    </Stack>
  );
}

function useStanding(identity: Identity) {
  const say = useText();
  const act = useAct();
  const navigate = useNavigate();
  const cache = useIdentityCache();
  const { id, name, version: expectedVersion } = identity;
  const set = (status: 'ACTIVE' | 'SUSPENDED') =>
    ask(ChangeIdentityDocument, { input: { id, expectedVersion, status } });
  const lift = useRequest(
    () => set('ACTIVE'),
    ({ updateIdentity }) => {
      cache.put(updateIdentity);
    },
  );
  return {
    lift,
    suspend: async (): Promise<void> => {
      cache.put((await act(set('SUSPENDED'))).updateIdentity);
    },
    remove: async (): Promise<void> => {
      try {
        await act(ask(RemoveIdentityDocument, { input: { id, expectedVersion } }));
      } catch (error) {
        // That is what was wanted: the answer to the first time may have been lost.
        if (!isApiError(error, 'NotFoundError')) throw error;
      }
      await navigate({ to: '/identities', ignoreBlocker: true });
      cache.remove(id);
      notifications.show({ message: say('identities.deleted', { name }) });
    },
  };
}
