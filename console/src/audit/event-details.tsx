import { Code, Group, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AuditEntryFragment } from '../api/generated/documents.ts';
import { useText } from '../i18n/text.tsx';
import { Copyable } from '../ui/copy.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { TextLink } from '../ui/link.tsx';
import { detailsOf } from './details.ts';

/** All of an event: what was asked for, from where, and of which ids. */
export function EventDetails({ event }: { event: AuditEntryFragment }): ReactNode {
  const say = useText();
  const details = detailsOf(event.details);
  return (
    <Stack gap="sm">
      {details.length === 0 ? (
        <Text size="sm" c="dimmed">
          {say('audit.details.none')}
        </Text>
      ) : (
        <Table withTableBorder fz="sm" aria-label={say('audit.details')} w="fit-content" maw="100%" layout="auto">
          <Table.Tbody>
            {details.map(({ name, value }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" ff="monospace" fw={500} style={{ verticalAlign: 'top' }}>
                  {name}
                </Table.Th>
                <Table.Td style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Facts>
        <Fact label={say('audit.sourceIp')}>
          {event.sourceIp === null ? say('audit.sourceIp.none') : <Code>{event.sourceIp}</Code>}
        </Fact>
        <Fact label={say('audit.actorId')}>
          <Copyable value={event.actor.identityId} label={say('audit.copy')} />
        </Fact>
        <Fact label={say('audit.targetId')}>
          <Copyable value={event.targetId} label={say('audit.copy')} />
        </Fact>
      </Facts>
      <Group gap="md">
        <TextLink to="/audit" search={{ targetId: event.targetId }} size="sm">
          {say('audit.target.all')}
        </TextLink>
        <TextLink to="/audit" search={{ actorId: event.actor.identityId }} size="sm">
          {say('audit.actor.only', { name: event.actor.name })}
        </TextLink>
      </Group>
    </Stack>
  );
}
