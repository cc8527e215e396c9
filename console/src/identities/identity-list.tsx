import { Badge, Button, Group, Paper, Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.tsx';
import { TextLink } from '../ui/link.tsx';
import { KindIcon } from './badges.tsx';
import type { Identity } from './identity.ts';
import { StatusCell } from './status-cell.tsx';

/** How many more are drawn at a time: of thousands, nobody reads all. */
const STEP = 100;

/** People and services in a table; on a phone, in cards. */
export function IdentityList({ identities }: { identities: readonly Identity[] }): ReactNode {
  const say = useText();
  const [limit, setLimit] = useState(STEP);
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const shown = identities.slice(0, limit);
  return (
    <Stack gap="md">
      {isNarrow ? <Cards identities={shown} /> : <Rows identities={shown} />}
      {identities.length > limit && (
        <Button
          variant="default"
          onClick={() => {
            setLimit(limit + STEP);
          }}
        >
          {say('ui.loadMore')}
        </Button>
      )}
    </Stack>
  );
}

function Rows({ identities }: { identities: readonly Identity[] }): ReactNode {
  const say = useText();
  return (
    <Paper withBorder bg="var(--sonde-surface)">
      <Table verticalSpacing="sm" horizontalSpacing="md" aria-label={say('identities.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('identities.name')}</Table.Th>
            <Table.Th>{say('identities.email')}</Table.Th>
            <Table.Th>{say('identities.role')}</Table.Th>
            <Table.Th>{say('identities.status')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {identities.map((identity) => (
            <Table.Tr key={identity.id} style={{ verticalAlign: 'top' }}>
              <Table.Td maw={320}>
                <Name identity={identity} />
              </Table.Td>
              <Table.Td maw={320}>
                <Address identity={identity} />
              </Table.Td>
              <Table.Td>{say(`identities.role.${identity.role}`)}</Table.Td>
              <Table.Td maw={300}>
                <StatusCell identity={identity} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Cards({ identities }: { identities: readonly Identity[] }): ReactNode {
  const say = useText();
  return (
    <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} aria-label={say('identities.title')}>
      {identities.map((identity) => (
        <Paper key={identity.id} component="li" withBorder p="md" bg="var(--sonde-surface)">
          <Stack gap={6}>
            <Name identity={identity} />
            <Address identity={identity} />
            <Text size="sm">{say(`identities.role.${identity.role}`)}</Text>
            <StatusCell identity={identity} />
          </Stack>
        </Paper>
      ))}
    </Stack>
  );
}

function Name({ identity: { id, kind, name } }: { identity: Identity }): ReactNode {
  const say = useText();
  const isSelf = useSession().identity.id === id;
  return (
    <Group gap="xs" wrap="nowrap" align="center">
      <KindIcon kind={kind} />
      <TextLink
        to="/identities/$identityId"
        params={{ identityId: id }}
        fw={600}
        size="sm"
        style={{ overflowWrap: 'anywhere' }}
      >
        {name}
      </TextLink>
      {isSelf && (
        <Badge variant="default" tt="none" fw={500} style={{ flexShrink: 0 }}>
          {say('identities.you')}
        </Badge>
      )}
    </Group>
  );
}

/** A service's user name is its id again, and nothing to write to. */
function Address({ identity: { kind, email } }: { identity: Identity }): ReactNode {
  const say = useText();
  return kind === 'SERVICE' ? (
    <Text size="sm" c="dimmed">
      {say('identities.kind.SERVICE')}
    </Text>
  ) : (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      {email}
    </Text>
  );
}
