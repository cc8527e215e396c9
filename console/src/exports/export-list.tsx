import { Group, Paper, Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { ExportInListFragment } from '../api/generated/documents.ts';
import { useFormats } from '../i18n/formats.tsx';
import { Say, useText } from '../i18n/text.tsx';
import { Ago, Time } from '../i18n/time.tsx';
import { TextLink } from '../ui/link.tsx';
import { Who } from '../ui/who.tsx';
import { ExportMenu } from './actions.tsx';
import { useDeviceNames, useDevices } from './directory.ts';
import { Standing } from './status.tsx';
import { NAMED, useSummaries } from './what.tsx';

type Item = ExportInListFragment;

interface ShownProps {
  items: readonly Item[];
  summaries: ReturnType<typeof useSummaries>;
}

/** Exports, newest first: a table where there is room for one, else cards. */
export function ExportList({ items }: { items: readonly Item[] }): ReactNode {
  const isWide = useMediaQuery('(min-width: 62em)', undefined, { getInitialValueInEffect: false });
  const ids = [...new Set(items.flatMap(({ deviceIds }) => deviceIds?.slice(0, NAMED) ?? []))];
  const summaries = useSummaries(useDeviceNames(ids, useDevices()));
  const Shown = isWide ? ExportTable : ExportCards;
  return <Shown items={items} summaries={summaries} />;
}

function ExportTable({ items, summaries }: ShownProps): ReactNode {
  const say = useText();
  const { bytes, number } = useFormats();
  return (
    <Paper withBorder bg="var(--sonde-surface)">
      <Table verticalSpacing="sm" highlightOnHover aria-label={say('shell.exports')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('exports.what')}</Table.Th>
            <Table.Th>{say('exports.format')}</Table.Th>
            <Table.Th>{say('exports.status')}</Table.Th>
            <Table.Th ta="right">{say('exports.size')}</Table.Th>
            <Table.Th>{say('exports.asked')}</Table.Th>
            <Table.Th aria-label={say('exports.actions')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Table.Tr key={item.id}>
              <Table.Td maw={360}>
                <What item={item} summaries={summaries} />
              </Table.Td>
              <Table.Td>
                <Text size="sm">{say(`exports.format.${item.format}`)}</Text>
                <Text size="xs" c="dimmed">
                  {say(`exports.layout.${item.layout}.short`)}
                </Text>
              </Table.Td>
              <Table.Td>
                <Standing item={item} />
              </Table.Td>
              <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                {item.bytes !== null && <Text size="sm">{bytes(item.bytes)}</Text>}
                {item.rows !== null && (
                  <Text size="xs" c="dimmed">
                    {say('exports.rowCount', { count: item.rows, shown: number(item.rows) })}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <AskedBy item={item} />
                <Expiry item={item} />
              </Table.Td>
              <Table.Td w={1}>
                <ExportMenu item={item} label={labelOf(item, summaries)} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function ExportCards({ items, summaries }: ShownProps): ReactNode {
  const say = useText();
  const { bytes, number } = useFormats();
  return (
    <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} aria-label={say('shell.exports')}>
      {items.map((item) => (
        <Paper component="li" key={item.id} withBorder p="md" bg="var(--sonde-surface)">
          <Stack gap="xs">
            <Group justify="space-between" align="flex-start" wrap="nowrap">
              <What item={item} summaries={summaries} />
              <ExportMenu item={item} label={labelOf(item, summaries)} />
            </Group>
            <Standing item={item} />
            <Text size="sm">
              {[
                say(`exports.format.${item.format}`),
                ...(item.bytes === null ? [] : [bytes(item.bytes)]),
                ...(item.rows === null
                  ? []
                  : [say('exports.rowCount', { count: item.rows, shown: number(item.rows) })]),
              ].join(' · ')}
            </Text>
            <AskedBy item={item} />
            <Expiry item={item} />
          </Stack>
        </Paper>
      ))}
    </Stack>
  );
}

const labelOf = (item: Item, summaries: ShownProps['summaries']): string =>
  `${summaries.devices(item)}, ${summaries.period(item)}`;

function What({ item, summaries }: { item: Item; summaries: ShownProps['summaries'] }): ReactNode {
  return (
    <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
      <TextLink to="/exports/$exportId" params={{ exportId: item.id }} fw={600}>
        {summaries.devices(item)}
      </TextLink>
      <Text size="sm">{summaries.period(item)}</Text>
      <Text size="xs" c="dimmed" lineClamp={2}>
        {summaries.metrics(item)} · {summaries.values(item)}
      </Text>
    </div>
  );
}

function AskedBy({ item }: { item: Item }): ReactNode {
  return (
    <>
      <Text size="sm" component="div">
        <Ago time={item.createdAt} />
      </Text>
      <Text size="xs" c="dimmed" component="div">
        <Say id="exports.by" values={{ who: <Who id={item.requestedBy} /> }} />
      </Text>
    </>
  );
}

function Expiry({ item }: { item: Item }): ReactNode {
  if (item.expiresAt === null || item.status !== 'SUCCEEDED') return null;
  return (
    <Text size="xs" c="dimmed" component="div">
      <Say id="exports.until" values={{ time: <Time time={item.expiresAt} /> }} />
    </Text>
  );
}
