import { Button, Group, Table, Text, Title } from '@mantine/core';
import { useId, useMemo, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import type { MetricInfo } from './metric-info.ts';
import type { Picture } from './series/picture.ts';
import { rowsOf, type Row } from './series/rows.ts';

const ROWS = 50;

/** What the chart draws, for those who would rather read it: the newest first. */
export function ReadingsTable({ picture, metrics }: { picture: Picture; metrics: readonly MetricInfo[] }): ReactNode {
  const say = useText();
  const id = useId();
  const rows = useMemo(() => rowsOf(picture), [picture]);
  const [page, setPage] = useState(0);
  const first = Math.min(page * ROWS, Math.max(0, Math.ceil(rows.length / ROWS) - 1) * ROWS);
  const shown = rows.slice(first, first + ROWS);
  return (
    <section>
      <Group justify="space-between" mb="xs" align="center">
        <Title order={2} id={id}>
          {say('readings.table.title')}
        </Title>
        <Text size="sm" c="dimmed">
          {say('readings.table.rows', {
            from: Math.min(first + 1, rows.length),
            to: first + shown.length,
            all: rows.length,
          })}
        </Text>
      </Group>
      <Rows rows={shown} metrics={metrics} isWindows={picture.window !== null} labelledBy={id} />
      {rows.length > ROWS && (
        <Group gap="xs" mt="xs">
          <Button
            variant="default"
            disabled={first === 0}
            onClick={() => {
              setPage(first / ROWS - 1);
            }}
          >
            {say('readings.table.newer')}
          </Button>
          <Button
            variant="default"
            disabled={first + ROWS >= rows.length}
            onClick={() => {
              setPage(first / ROWS + 1);
            }}
          >
            {say('readings.table.older')}
          </Button>
        </Group>
      )}
    </section>
  );
}

interface RowsProps {
  rows: readonly Row[];
  metrics: readonly MetricInfo[];
  isWindows: boolean;
  labelledBy: string;
}

function Rows({ rows, metrics, isWindows, labelledBy }: RowsProps): ReactNode {
  const say = useText();
  const { value } = useFormats();
  const { locale } = useIntl();
  const format = useMemo(
    () =>
      new Intl.DateTimeFormat(locale, {
        ...{ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' },
        ...(isWindows ? {} : { fractionalSecondDigits: 3 }),
      }),
    [locale, isWindows],
  );
  const text = (figure: number | null | undefined, unit: string | null): string =>
    figure === null || figure === undefined ? '' : value(figure, unit);
  return (
    <Table.ScrollContainer
      minWidth={280 + metrics.length * 120}
      type="native"
      tabIndex={0}
      role="region"
      aria-labelledby={labelledBy}
    >
      <Table striped>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{isWindows ? say('readings.table.window') : say('readings.table.time')}</Table.Th>
            {metrics.map(({ name, label }) => (
              <Table.Th key={name} ta="right">
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, at, end, values }) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" fw={400}>
                <time dateTime={`${key}Z`}>{end === null ? format.format(at) : format.formatRange(at, end)}</time>
              </Table.Th>
              {metrics.map(({ name, unit }) => (
                <Table.Td key={name} ta="right">
                  {text(values.get(name), unit)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
