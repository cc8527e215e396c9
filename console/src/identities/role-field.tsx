import { Radio, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { ROLES, type Role } from '../session/roles.ts';

interface RoleFieldProps {
  value: Role;
  onChange: (role: Role) => void;
  /** The only one that it can be now, and why. */
  only?: { role: Role; because: string };
}

/** What somebody may do, with what each role is. */
export function RoleField({ value, onChange, only }: RoleFieldProps): ReactNode {
  const say = useText();
  return (
    <Radio.Group
      label={say('identities.role')}
      description={only?.because}
      value={value}
      onChange={(chosen) => {
        const role = ROLES.find((each) => each === chosen);
        if (role) onChange(role);
      }}
    >
      <Stack gap="xs" mt={6}>
        {ROLES.toReversed().map((role) => (
          <Radio
            key={role}
            value={role}
            label={say(`identities.role.${role}`)}
            description={say(`identities.role.${role}.may`)}
            disabled={only !== undefined && role !== only.role}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
