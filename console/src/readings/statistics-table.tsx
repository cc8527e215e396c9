import { Table, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import type { MetricInfo } from './metric-info.ts';
import type { Picture } from './series/picture.ts';
import { deviationOf } from './series/statistics.ts';

/** What is known of all readings of the period, metric by metric. */
export function StatisticsTable({ picture, metrics }: { picture: Picture; metrics: readonly MetricInfo[] }): ReactNode {
  const say = useText();
  const id = useId();
  const { number, value } = useFormats();
  const lines = new Map(picture.metrics.map((line) => [line.metric, line]));
  const titles = (['count', 'min', 'mean', 'max', 'sum', 'deviation'] as const).map(
    (key) => `readings.statistics.${key}` as const,
  );
  return (
    <section>
      <Title order={2} id={id} mb="xs">
        {say('readings.statistics')}
      </Title>
      <Table.ScrollContainer minWidth={640} type="native" tabIndex={0} role="region" aria-labelledby={id}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('readings.statistics.metric')}</Table.Th>
              {titles.map((title) => (
                <Table.Th key={title} ta="right">
                  {say(title)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {metrics.map(({ name, label, unit }) => {
              const summary = lines.get(name)?.summarize() ?? null;
              const deviation = summary && roughly(deviationOf(summary));
              const withUnit = (figure: number | null): string => (figure === null ? '–' : value(figure, unit));
              const figures = summary
                ? [
                    number(summary.count),
                    ...[summary.min, summary.mean, summary.max, summary.sum, deviation].map(withUnit),
                  ]
                : [number(0), '–', '–', '–', '–', '–'];
              return (
                <Table.Tr key={name}>
                  <Table.Th scope="row">{label}</Table.Th>
                  {figures.map((figure, index) => (
                    <Table.Td key={titles[index]} ta="right">
                      {figure}
                    </Table.Td>
                  ))}
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

/** A deviation is never as exact as what it is of. */
function roughly(figure: number | null): number | null {
  return figure === null ? null : Number(figure.toPrecision(4));
}
