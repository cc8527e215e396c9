import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './charts.module.css';
import type { Group } from './groups.ts';
import { dashOf } from './ink.ts';

interface LegendProps {
  group: Group;
  /** Where the value of a metric is to be shown. */
  valueElement: (metric: string) => (element: HTMLElement | null) => void;
}

const LINES = 8;

/** The lines of a chart, each with the value that the cursor is at. */
export function Legend({ group: { metrics, firstColor }, valueElement }: LegendProps): ReactNode {
  return (
    <ul className={classes.legend}>
      {metrics.map(({ name, label }, index) => (
        <li key={name}>
          <svg width="22" height="6" aria-hidden>
            <line
              x1="0"
              x2="22"
              y1="3"
              y2="3"
              strokeWidth="2.5"
              stroke={`var(--chart-line-${((firstColor + index) % LINES) + 1})`}
              strokeDasharray={dashOf(index).join(' ')}
            />
          </svg>
          <Text size="sm" component="span">
            {label}
          </Text>
          <span className={classes.value} ref={valueElement(name)} />
        </li>
      ))}
    </ul>
  );
}
