import { Radio, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { ROLES, type Role } from '../session/roles.ts';

interface RoleFieldProps {
  value: Role;
  onChange: (role: Role) => void;
  /** Why it cannot be another role now. */
  fixed?: ReactNode;
}

/** What somebody may do, with what each role is. */
export function RoleField({ value, onChange, fixed }: RoleFieldProps): ReactNode {
  const say = useText();
  return (
    <Radio.Group
      label={say('identities.role')}
      description={fixed}
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
            disabled={fixed !== undefined && role !== value}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
