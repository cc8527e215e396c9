import { Alert, List } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import type { ShownFields } from '../ui/conflict.tsx';
import type { Identity } from './identity.ts';

/** What an administrator can change in the form. */
export type IdentityValues = Pick<Identity, 'name' | 'role' | 'locale'>;

export function valuesOf({ name, role, locale }: Identity): IdentityValues {
  return { name, role, locale };
}

/** How each is called and shown. */
export function useShownFields(): ShownFields<IdentityValues> {
  const say = useText();
  return {
    name: { label: say('identities.name'), show: (name) => name },
    role: { label: say('identities.role'), show: (role) => say(`identities.role.${role}`) },
    locale: { label: say('identities.locale'), show: (locale) => say(`identities.locale.${locale}`) },
  };
}

/** What others have changed of an identity since this was first shown. */
export function ChangedMeanwhile({ identity: now }: { identity: Identity }): ReactNode {
  const say = useText();
  const [seen] = useState(now);
  const changes = [
    { field: say('identities.name'), before: seen.name, now: now.name },
    {
      field: say('identities.role'),
      before: say(`identities.role.${seen.role}`),
      now: say(`identities.role.${now.role}`),
    },
    {
      field: say('identities.status'),
      before: say(`identities.status.${seen.status}`),
      now: say(`identities.status.${now.status}`),
    },
  ].filter((change) => change.before !== change.now);
  if (changes.length === 0) return null;
  return (
    <Alert color="yellow" variant="light" title={say('identities.changed')}>
      <List size="sm">
        {changes.map((change) => (
          <List.Item key={change.field}>{say('identities.changed.field', change)}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
