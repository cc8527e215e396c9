import { Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { NewestReadingFragment } from '../../api/generated/documents.ts';
import { useFormats } from '../../i18n/formats.tsx';
import { useText } from '../../i18n/text.tsx';
import type { Latest } from './latest-readings.ts';
import classes from './latest-values.module.css';

interface Metric {
  name: string;
  label: string | null;
  unit: string | null;
}

/** So many there is room for. */
const MOST = 3;

/** The newest value of the first few metrics of a device, in the device's own order; how many more there are. */
export function LatestValues({ metrics, latest }: { metrics: readonly Metric[]; latest: Latest }): ReactNode {
  const say = useText();
  const shown = inOrder(metrics, latest);
  if (shown.length === 0) return null;
  const more = shown.length - MOST;
  return (
    <div className={classes.values}>
      <dl className={classes.list}>
        {shown.slice(0, MOST).map(({ metric, reading }) => (
          <div key={reading.metric} className={classes.value}>
            <Text component="dt" size="xs" c="dimmed" truncate title={metric?.label ?? reading.metric}>
              {metric?.label ?? reading.metric}
            </Text>
            <Text component="dd" size="sm" fw={500} truncate title={reading.text ?? undefined}>
              <Value reading={reading} unit={metric?.unit ?? reading.unit} />
            </Text>
          </div>
        ))}
      </dl>
      {more > 0 && (
        <Text size="xs" c="dimmed" className={classes.more ?? ''}>
          {say('devices.latest.more', { count: more })}
        </Text>
      )}
    </div>
  );
}

/** Those that the device is said to measure first, then the others by name. */
function inOrder(metrics: readonly Metric[], { readings }: Latest) {
  const declared = metrics.flatMap((metric) => {
    const reading = readings.get(metric.name);
    return reading ? [{ metric, reading }] : [];
  });
  const names = new Set(metrics.map(({ name }) => name));
  const others = [...readings.values()]
    .filter(({ metric }) => !names.has(metric))
    .sort((one, other) => (one.metric < other.metric ? -1 : 1))
    .map((reading) => ({ metric: undefined, reading }));
  return [...declared, ...others];
}

/** A value, which lights up for a moment when it has changed since it was first shown. */
function Value({ reading, unit }: { reading: NewestReadingFragment; unit: string | null }): ReactNode {
  const { value } = useFormats();
  const [first] = useState(reading);
  const shown = reading.value === null ? reading.text : value(reading.value, unit);
  return (
    <span key={reading.time} className={reading === first ? undefined : classes.moved}>
      {shown}
    </span>
  );
}
