import { Badge, Group, Text, type MantineColor } from '@mantine/core';
import { Bot, CircleAlert, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import type { Identity } from './identity.ts';
import type { Trouble } from './trouble.ts';

const COLOURS: Readonly<Record<Identity['status'], MantineColor>> = {
  ACTIVE: 'teal',
  INVITED: 'blue',
  SUSPENDED: 'gray',
};

/** Whether somebody may sign in, in a word. */
export function StatusBadge({ status, kind }: Pick<Identity, 'status' | 'kind'>): ReactNode {
  const say = useText();
  return (
    <Badge variant="light" color={COLOURS[status]} tt="none" fw={600}>
      {status === 'INVITED' && kind === 'SERVICE'
        ? say('identities.status.unused')
        : say(`identities.status.${status}`)}
    </Badge>
  );
}

/** That something has to be done about an identity, and what that is, in a line. */
export function TroubleLine({ trouble }: { trouble: Trouble }): ReactNode {
  const say = useText();
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" c="var(--mantine-color-error)">
      <CircleAlert size={15} style={{ flexShrink: 0, marginTop: 3 }} aria-hidden />
      <Text size="sm" c="inherit">
        {say(`identities.trouble.${trouble}`)}
      </Text>
    </Group>
  );
}

export function KindIcon({ kind }: Pick<Identity, 'kind'>): ReactNode {
  const say = useText();
  const Icon = kind === 'PERSON' ? UserRound : Bot;
  return <Icon size={18} role="img" aria-label={say(`identities.kind.${kind}`)} style={{ flexShrink: 0 }} />;
}
