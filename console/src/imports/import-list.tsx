import { Group, Paper, Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useFormats } from '../i18n/formats.tsx';
import { Say, useText } from '../i18n/text.tsx';
import { Ago } from '../i18n/time.tsx';
import { TextLink } from '../ui/link.tsx';
import { Who } from '../ui/who.tsx';
import type { Import } from './standing.ts';
import { Standing } from './status.tsx';

/** Imports, newest first: a table where there is room for one, else cards. */
export function ImportList({ items }: { items: readonly Import[] }): ReactNode {
  const isWide = useMediaQuery('(min-width: 62em)', undefined, { getInitialValueInEffect: false });
  return isWide ? <ImportTable items={items} /> : <ImportCards items={items} />;
}

function ImportTable({ items }: { items: readonly Import[] }): ReactNode {
  const say = useText();
  const { number } = useFormats();
  return (
    <Paper withBorder bg="var(--sonde-surface)">
      <Table verticalSpacing="sm" highlightOnHover aria-label={say('shell.imports')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('imports.asked')}</Table.Th>
            <Table.Th>{say('imports.status')}</Table.Th>
            <Table.Th ta="right">{say('imports.rows')}</Table.Th>
            <Table.Th ta="right">{say('imports.succeeded')}</Table.Th>
            <Table.Th ta="right">{say('imports.failed')}</Table.Th>
            <Table.Th>{say('imports.credentials')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Table.Tr key={item.id}>
              <Table.Td>
                <Asked item={item} />
              </Table.Td>
              <Table.Td>
                <Standing item={item} />
              </Table.Td>
              <Table.Td ta="right">{item.rows === null ? null : number(item.rows)}</Table.Td>
              <Table.Td ta="right">{number(item.succeeded)}</Table.Td>
              <Table.Td ta="right" {...(item.failed > 0 && { c: 'var(--mantine-color-error)', fw: 600 })}>
                {number(item.failed)}
              </Table.Td>
              <Table.Td>
                {say(item.withCredentials ? 'imports.credentials.with' : 'imports.credentials.without')}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function ImportCards({ items }: { items: readonly Import[] }): ReactNode {
  const say = useText();
  return (
    <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} aria-label={say('shell.imports')}>
      {items.map((item) => (
        <Paper component="li" key={item.id} withBorder p="md" bg="var(--sonde-surface)">
          <Stack gap="xs">
            <Group justify="space-between" align="flex-start">
              <Asked item={item} />
              <Standing item={item} />
            </Group>
            <Text size="sm">
              {say('imports.counts', { succeeded: item.succeeded, failed: item.failed })}
              {item.withCredentials && ` · ${say('imports.credentials.with')}`}
            </Text>
          </Stack>
        </Paper>
      ))}
    </Stack>
  );
}

function Asked({ item }: { item: Import }): ReactNode {
  const { dateTime } = useFormats();
  return (
    <div>
      <TextLink to="/imports/$importId" params={{ importId: item.id }} fw={600}>
        {dateTime(item.createdAt)}
      </TextLink>
      <Text size="xs" c="dimmed" component="div">
        <Say id="imports.by" values={{ who: <Who id={item.requestedBy} />, when: <Ago time={item.createdAt} /> }} />
      </Text>
    </div>
  );
}
