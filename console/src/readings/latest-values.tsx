import { Paper, SimpleGrid, Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import { Ago } from '../i18n/time.tsx';
import type { LatestReading, MetricInfo } from './metric-info.ts';

interface LatestValuesProps {
  metrics: readonly MetricInfo[];
  readings: readonly LatestReading[];
}

/** The newest value of each metric, and how old it is. */
export function LatestValues({ metrics, readings }: LatestValuesProps): ReactNode {
  const say = useText();
  const id = useId();
  const { value } = useFormats();
  const newest = new Map(readings.map((reading) => [reading.metric, reading]));
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} mb="xs">
        {say('readings.latest')}
      </Title>
      <SimpleGrid cols={{ base: 2, xs: 3, md: 4, xl: 6 }} spacing="sm" component="ul" p={0} m={0}>
        {metrics.map(({ name, label, unit }) => {
          const reading = newest.get(name);
          return (
            <Paper key={name} component="li" withBorder p="sm" bg="var(--sonde-surface)" style={{ listStyle: 'none' }}>
              <Text size="sm" c="dimmed" truncate title={label}>
                {label}
              </Text>
              <Text fw={650} size="lg" truncate>
                {reading ? (reading.value === null ? reading.text : value(reading.value, unit)) : '–'}
              </Text>
              <Text size="sm" c="dimmed">
                {reading ? <Ago time={reading.time} /> : say('readings.latest.none')}
              </Text>
            </Paper>
          );
        })}
      </SimpleGrid>
    </section>
  );
}
