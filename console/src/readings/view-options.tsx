import { Chip, Group, Input, NativeSelect, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import type { MetricInfo } from './metric-info.ts';
import { MOST_METRICS } from './search.ts';
import { pickableWindows } from './series/choose-window.ts';
import { STATISTICS, type Statistic } from './series/question.ts';
import { aboutLength } from './series/window-length.ts';
import { useWindowName } from './use-window-name.ts';
import classes from './view-options.module.css';

interface ViewOptionsProps {
  /** Those there are to choose from, and which are. */
  metrics: readonly MetricInfo[];
  chosen: readonly string[];
  /** `auto`, `every`, or a duration. */
  window: string;
  statistic: Statistic;
  /** How long the period is, in ms. */
  length: number;
  onMetrics: (names: string[]) => void;
  onWindow: (window: string) => void;
  onStatistic: (statistic: Statistic) => void;
}

/** Which metrics are shown, in windows of what length, and what of each window. */
export function ViewOptions(props: ViewOptionsProps): ReactNode {
  const { metrics, chosen, window, statistic, length, onMetrics, onWindow, onStatistic } = props;
  const say = useText();
  const nameOf = useWindowName();
  const usual = pickableWindows(length, chosen.length);
  const named = window === 'auto' || window === 'every' || usual.includes(window) ? usual : [...usual, window];
  const windows = named.toSorted((a, b) => aboutLength(a) - aboutLength(b));
  const isFull = chosen.length >= MOST_METRICS && metrics.length > chosen.length;
  return (
    <Group gap="md" align="flex-end">
      <NativeSelect
        flex="1 1 140px"
        maw={220}
        label={say('readings.window')}
        data={[
          { value: 'auto', label: say('readings.window.auto') },
          { value: 'every', label: say('readings.window.every') },
          ...windows.map((value) => ({ value, label: nameOf(value) })),
        ]}
        value={window}
        onChange={(event) => {
          onWindow(event.currentTarget.value);
        }}
      />
      <NativeSelect
        flex="1 1 160px"
        maw={280}
        label={say('readings.statistic')}
        data={STATISTICS.map((value) => ({ value, label: say(`readings.statistic.${value}`) }))}
        value={statistic}
        disabled={window === 'every'}
        onChange={(event) => {
          onStatistic(STATISTICS.find((each) => each === event.currentTarget.value) ?? 'AVG');
        }}
      />
      {metrics.length > 1 && (
        <Input.Wrapper
          miw={0}
          label={say('readings.metrics')}
          labelElement="div"
          description={isFull && say('readings.metrics.most', { most: MOST_METRICS })}
        >
          <Chip.Group
            multiple
            value={[...chosen]}
            onChange={(names) => {
              if (names.length > 0 && names.length <= MOST_METRICS) onMetrics(names);
            }}
          >
            <Group gap={6} role="group" aria-label={say('readings.metrics')}>
              {metrics.map(({ name, label }) => (
                <Chip
                  key={name}
                  value={name}
                  size="sm"
                  variant="outline"
                  disabled={isFull && !chosen.includes(name)}
                  classNames={{ root: classes.chip ?? '', label: classes.chip ?? '' }}
                >
                  <Text component="span" display="block" inherit truncate title={label}>
                    {label}
                  </Text>
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </Input.Wrapper>
      )}
    </Group>
  );
}
