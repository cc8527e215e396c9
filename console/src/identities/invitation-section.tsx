import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { Mail } from 'lucide-react';
import type { ReactNode } from 'react';
import { INVITATION_LIMITS } from '../../../schema/limits.ts';
import { SendInvitationAgainDocument, TakeInvitationBackDocument } from '../api/generated/documents.ts';
import { ask } from '../api/request.ts';
import { useText } from '../i18n/text.tsx';
import { Ago, Time, useNow } from '../i18n/time.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { Failure } from '../ui/failure.tsx';
import { Section } from '../ui/section.tsx';
import type { Identity, Invitation } from './identity.ts';
import { isBeingMailed } from './trouble.ts';
import { useAct } from './use-act.ts';
import { useIdentityCache } from './use-identities.ts';
import { useRequest } from './use-request.ts';
import { ChangedMeanwhile } from './values.tsx';

interface InvitationSectionProps {
  identity: Identity;
  invitation: Invitation;
}

/** What became of an invitation; to be sent again, or taken back. */
export function InvitationSection({ identity, invitation }: InvitationSectionProps): ReactNode {
  const say = useText();
  const isExpired = Date.parse(invitation.expiresAt) <= useNow(10_000);
  return (
    <Section title={say('identities.invitation')}>
      <Facts>
        <Fact label={say('identities.invitation.mail')}>
          {isBeingMailed(identity)
            ? say('identities.invitation.mail.PENDING.now')
            : say(`identities.invitation.mail.${invitation.status}`)}
          {invitation.error !== null && (
            <Text size="sm" c="var(--mantine-color-error)" lang="en">
              {invitation.error}
            </Text>
          )}
        </Fact>
        <Fact label={say('identities.invitation.sentAt')}>
          <Ago time={invitation.sentAt} />
        </Fact>
        <Fact label={say(isExpired ? 'identities.invitation.expired' : 'identities.invitation.expiresAt')}>
          <Time time={invitation.expiresAt} />
        </Fact>
      </Facts>
      <Actions identity={identity} invitation={invitation} />
    </Section>
  );
}

function Actions({ identity, invitation }: InvitationSectionProps): ReactNode {
  const say = useText();
  const act = useAct();
  const navigate = useNavigate();
  const { put, remove } = useIdentityCache();
  const [isAsking, { open, close }] = useDisclosure();
  const input = { id: identity.id, expectedVersion: identity.version };
  const sending = useRequest(
    () => ask(SendInvitationAgainDocument, { input }),
    ({ resendInvitation: sent }) => {
      put(sent);
      notifications.show({ message: say('identities.invitation.sentAgain', { email: sent.email }) });
    },
  );
  const takeBack = async (): Promise<void> => {
    await act(ask(TakeInvitationBackDocument, { input }));
    await navigate({ to: '/identities', ignoreBlocker: true });
    remove(identity.id);
    notifications.show({ message: say('identities.invitation.takenBack', { name: identity.name }) });
  };
  return (
    <>
      {sending.error && <Failure error={sending.error} />}
      <Group gap="sm">
        <SendAgain invitation={invitation} onSend={sending.send} isSending={sending.isPending} />
        <Button variant="default" onClick={open}>
          {say('identities.invitation.takeBack')}
        </Button>
      </Group>
      <Confirm
        isOpen={isAsking}
        onClose={close}
        title={say('identities.invitation.takeBack.title', { name: identity.name })}
        verb={say('identities.invitation.takeBack')}
        onConfirm={takeBack}
      >
        <Stack gap="sm">
          <ChangedMeanwhile identity={identity} />
          <Text>{say('identities.invitation.takeBack.hint', { email: identity.email })}</Text>
        </Stack>
      </Confirm>
    </>
  );
}

/** The same invitation is mailed once a minute at most: until then, how long it takes is counted down. */
function SendAgain({
  invitation,
  onSend,
  isSending,
}: {
  invitation: Invitation;
  onSend: () => void;
  isSending: boolean;
}): ReactNode {
  const say = useText();
  const wait = Date.parse(invitation.sentAt) + INVITATION_LIMITS.secondsBetween * 1000 - useNow(1_000);
  return (
    <Button
      variant="default"
      leftSection={<Mail size={16} aria-hidden />}
      onClick={onSend}
      loading={isSending}
      disabled={wait > 0}
    >
      {wait > 0
        ? say('identities.invitation.sendAgain.in', { seconds: Math.ceil(wait / 1000) })
        : say('identities.invitation.sendAgain')}
    </Button>
  );
}
