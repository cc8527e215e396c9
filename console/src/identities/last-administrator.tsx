import { Alert } from '@mantine/core';
import { ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Say, useText } from '../i18n/text.tsx';
import { TextLink } from '../ui/link.tsx';
import { isActiveAdministrator, type Identity } from './identity.ts';
import { useAllIdentities } from './use-identities.ts';

/** Whether it is known that nobody else is an active administrator, so that this one has to stay. */
export function useIsLastAdministrator(identity: Identity): boolean {
  const isOne = isActiveAdministrator(identity);
  const { identities, isComplete } = useAllIdentities(isOne);
  return isOne && isComplete && !identities?.some((other) => other.id !== identity.id && isActiveAdministrator(other));
}

/** Why the last active administrator cannot go, and what to do first. */
export function LastAdministrator({ identity: { name } }: { identity: Identity }): ReactNode {
  const say = useText();
  return (
    <Alert color="blue" variant="light" icon={<ShieldAlert aria-hidden />} title={say('identities.last', { name })}>
      <Say
        id="identities.last.hint"
        values={{
          link: (words) => (
            <TextLink to="/identities" search={{ status: 'ACTIVE' }} size="sm" underline="always">
              {words}
            </TextLink>
          ),
        }}
      />
    </Alert>
  );
}
