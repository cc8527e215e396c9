import { ActionIcon, Collapse, Group, Paper, Stack, Table, Text, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Bot, ChevronDown, ChevronUp } from 'lucide-react';
import { Fragment, useState, type ReactNode } from 'react';
import type { AuditEntryFragment } from '../api/generated/documents.ts';
import { useText } from '../i18n/text.tsx';
import { Time } from '../i18n/time.tsx';
import { actionOf } from './actions.ts';
import { EventDetails } from './event-details.tsx';
import { TargetOf, type Names } from './target.tsx';

type Event = AuditEntryFragment;

interface ListProps {
  events: readonly Event[];
  names: Names;
}

/** Events, newest first, of which each can be opened: a table where there is room for one, else cards. */
export function EventList(props: ListProps): ReactNode {
  const isWide = useMediaQuery('(min-width: 62em)', undefined, { getInitialValueInEffect: false });
  // Here, so that what is open stays open when there is suddenly more or less room.
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const shown: ShownProps = {
    ...props,
    opened,
    onToggle: ({ id }) => {
      setOpened((before) =>
        before.has(id) ? new Set([...before].filter((each) => each !== id)) : new Set([...before, id]),
      );
    },
  };
  return isWide ? <EventTable {...shown} /> : <EventCards {...shown} />;
}

interface ShownProps extends ListProps {
  /** The ids of those whose details are shown. */
  opened: ReadonlySet<string>;
  onToggle: (event: Event) => void;
}

interface EventProps {
  event: Event;
  names: Names;
  isOpen: boolean;
  onToggle: (event: Event) => void;
}

function EventTable({ events, opened, ...rest }: ShownProps): ReactNode {
  const say = useText();
  return (
    <Paper withBorder bg="var(--sonde-surface)">
      <Table verticalSpacing="xs" aria-label={say('shell.audit')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('audit.time')}</Table.Th>
            <Table.Th>{say('audit.actor')}</Table.Th>
            <Table.Th>{say('audit.action')}</Table.Th>
            <Table.Th>{say('audit.target')}</Table.Th>
            <Table.Th aria-label={say('audit.details')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event) => (
            <EventRows key={event.id} event={event} isOpen={opened.has(event.id)} {...rest} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function EventRows({ event, names, isOpen, onToggle }: EventProps): ReactNode {
  return (
    <Fragment>
      <Table.Tr>
        <Table.Td style={{ whiteSpace: 'nowrap' }}>
          <Text size="sm">
            <Time time={event.time} />
          </Text>
        </Table.Td>
        <Table.Td style={{ overflowWrap: 'anywhere' }}>
          <Actor event={event} />
        </Table.Td>
        <Table.Td>
          <Text size="sm">{useAction(event)}</Text>
        </Table.Td>
        <Table.Td style={{ overflowWrap: 'anywhere' }}>
          <TargetOf event={event} names={names} />
        </Table.Td>
        <Table.Td w={1}>
          <Toggle event={event} isOpen={isOpen} onToggle={onToggle} />
        </Table.Td>
      </Table.Tr>
      {isOpen && (
        <Table.Tr id={idOf(event)}>
          <Table.Td colSpan={5} p="md">
            <EventDetails event={event} />
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  );
}

function EventCards({ events, opened, ...rest }: ShownProps): ReactNode {
  const say = useText();
  return (
    <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }} aria-label={say('shell.audit')}>
      {events.map((event) => (
        <EventCard key={event.id} event={event} isOpen={opened.has(event.id)} {...rest} />
      ))}
    </Stack>
  );
}

function EventCard({ event, names, isOpen, onToggle }: EventProps): ReactNode {
  return (
    <Paper component="li" withBorder p="sm" bg="var(--sonde-surface)">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Stack gap={2} miw={0} style={{ overflowWrap: 'anywhere' }}>
          <Text fw={600}>{useAction(event)}</Text>
          <TargetOf event={event} names={names} />
          <Actor event={event} />
          <Text size="sm" c="dimmed">
            <Time time={event.time} />
          </Text>
        </Stack>
        <Toggle event={event} isOpen={isOpen} onToggle={onToggle} />
      </Group>
      <Collapse expanded={isOpen} id={idOf(event)} pt="sm">
        {isOpen && <EventDetails event={event} />}
      </Collapse>
    </Paper>
  );
}

const idOf = ({ id }: Event): string => `event-${id}`;

/** What was done, in the reader's words. */
function useAction({ action }: Event): string {
  const say = useText();
  const known = actionOf(action);
  return known ? say(`audit.action.${known}`) : action;
}

function Actor({ event: { actor } }: { event: Event }): ReactNode {
  const say = useText();
  return (
    <Group gap={6} wrap="nowrap">
      {actor.kind === 'SERVICE' && (
        <Tooltip label={say('audit.service')}>
          <Bot size={16} role="img" aria-label={say('audit.service')} style={{ flex: 'none' }} />
        </Tooltip>
      )}
      <Text size="sm">{actor.name}</Text>
    </Group>
  );
}

function Toggle({ event, isOpen, onToggle }: Omit<EventProps, 'names'>): ReactNode {
  const say = useText();
  const action = useAction(event);
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={say('audit.details.of', { action })}
      aria-expanded={isOpen}
      aria-controls={isOpen ? idOf(event) : undefined}
      onClick={() => {
        onToggle(event);
      }}
    >
      {isOpen ? <ChevronUp size={18} aria-hidden /> : <ChevronDown size={18} aria-hidden />}
    </ActionIcon>
  );
}
