import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Ago } from '../i18n/time.tsx';
import { useFormats } from '../i18n/formats.tsx';
import { Say, useText } from '../i18n/text.tsx';
import { StatusBadge, TroubleLine } from './badges.tsx';
import type { Identity } from './identity.ts';
import { isBeingMailed, troublesOf } from './trouble.ts';

/** Whether somebody may sign in, how far their invitation is, and what is amiss. */
export function StatusCell({ identity }: { identity: Identity }): ReactNode {
  const troubles = troublesOf(identity);
  return (
    <Stack gap={4} align="flex-start">
      <StatusBadge {...identity} />
      {troubles.map((trouble) => (
        <TroubleLine key={trouble} trouble={trouble} />
      ))}
      {troubles.length === 0 && <InvitationLine identity={identity} />}
    </Stack>
  );
}

function InvitationLine({ identity }: { identity: Identity }): ReactNode {
  const say = useText();
  const { date } = useFormats();
  const { invitation, status } = identity;
  if (!invitation || status !== 'INVITED') return null;
  return (
    <Text size="sm" c="dimmed">
      {isBeingMailed(identity) ? (
        say('identities.invitation.beingMailed')
      ) : (
        <Say
          id="identities.invitation.mailed"
          values={{ ago: <Ago time={invitation.sentAt} />, until: date(invitation.expiresAt) }}
        />
      )}
    </Text>
  );
}
