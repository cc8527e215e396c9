import { Paper, SimpleGrid, Text, Title } from '@mantine/core';
import { useThrottledValue } from '@mantine/hooks';
import { memo, useId, type ReactNode } from 'react';
import type { Latest } from '../devices/latest/latest-readings.ts';
import { useLatest } from '../devices/latest/use-latest.ts';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import { Ago } from '../i18n/time.tsx';
import classes from './latest-values.module.css';
import type { MetricInfo } from './metric-info.ts';

interface LatestValuesProps {
  deviceId: string;
  metrics: readonly MetricInfo[];
}

/** What is shown of new values need not move faster. In ms. */
const PACE = 500;

/** The newest value of each metric, and how old it is. */
export function LatestValues({ deviceId, metrics }: LatestValuesProps): ReactNode {
  const { readings } = useThrottledValue(useLatest(deviceId), PACE);
  return <Values metrics={metrics} readings={readings} />;
}

interface ValuesProps extends Pick<Latest, 'readings'> {
  metrics: readonly MetricInfo[];
}

const Values = memo(function Values({ metrics, readings }: ValuesProps): ReactNode {
  const say = useText();
  const id = useId();
  const { value } = useFormats();
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} mb="xs">
        {say('readings.latest')}
      </Title>
      <SimpleGrid cols={{ base: 2, xs: 3, md: 4, xl: 6 }} spacing="sm" component="ul" p={0} m={0}>
        {metrics.map(({ name, label, unit }) => {
          const reading = readings.get(name);
          return (
            <Paper key={name} component="li" withBorder p="sm" bg="var(--sonde-surface)" style={{ listStyle: 'none' }}>
              <Text size="sm" c="dimmed" truncate title={label}>
                {label}
              </Text>
              {/* A text is shown nowhere else. */}
              <Text fw={650} size="lg" lineClamp={4} title={reading?.text ?? undefined} className={classes.value ?? ''}>
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
});
