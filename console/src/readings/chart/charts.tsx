import { Badge, Group, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useCallback, useId, useMemo, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import type { MetricInfo } from '../metric-info.ts';
import type { Picture } from '../series/picture.ts';
import type { Span } from '../series/zoom.ts';
import type { Shown } from '../use-live-series.ts';
import classes from './charts.module.css';
import { groupsOf } from './groups.ts';
import { actionOf, type ChartAction, type PeriodAction } from './keys.ts';
import { Legend } from './legend.tsx';
import { UnitChart } from './unit-chart.tsx';
import { nearest, NO_TIMES_HEIGHT, TIMES_HEIGHT } from './unit-plot.ts';
import { useDrawing, type Drawn } from './use-drawing.ts';
import { useReadout } from './use-readout.ts';

interface ChartsProps {
  shown: Shown;
  /** What is drawn, as of half a second ago at most. */
  picture: Picture;
  /** The metrics that are drawn. */
  metrics: readonly MetricInfo[];
  /** In CSS pixels. */
  width: number;
  /** What the charts show: in a few words, and in a few sentences. */
  label: string;
  summary: string;
  /** Since when the connection is lost, in ms. */
  lostSince: number | null;
  /** Somebody has marked a period. */
  onMark: (span: Span) => void;
  /** Somebody wants to see a part of the period, or what is around it. @param around the time that the cursor is at, in ms */
  onAction: (action: PeriodAction, around: number | undefined) => void;
}

/** Of where the lines are, in CSS pixels. */
const ALONE_HEIGHT = 300;
const STACKED_HEIGHT = 160;

/** The lines of all metrics: a chart for each unit, one below the other, with one axis of time and one cursor. */
export function Charts(props: ChartsProps): ReactNode {
  const { shown, picture, metrics, width, label, summary, lostSince, onMark, onAction } = props;
  const say = useText();
  const id = useId();
  const spoken = useRef<HTMLDivElement>(null);
  const groups = useMemo(() => groupsOf(metrics), [metrics]);
  const readout = useReadout(groups, shown.wanted.question.statistic);
  const drawn = useDrawing(shown, groups, lostSince, readout.show);
  const { point, time } = useCursor(drawn);
  const onCursor = useCallback(() => {
    readout.show(drawn.picture.current, drawn.plots.current);
  }, [readout, drawn.picture, drawn.plots]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const action = actionOf(event);
    if (!action) return;
    event.preventDefault();
    if (action.kind !== 'point') {
      onAction(action, time());
      return;
    }
    point(action.to);
    if (spoken.current) spoken.current.textContent = readout.inWords(drawn.picture.current, drawn.plots.current);
  };

  const isOld = shown.drawn !== shown.wanted;
  const height = groups.length > 1 ? STACKED_HEIGHT : ALONE_HEIGHT;
  const hasBand = picture.metrics.some(({ band }) => band !== null);
  return (
    <div>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm" c="dimmed" mih="1.55em" ref={readout.timeElement} />
        {shown.wanted.isLive && lostSince === null && (
          <Badge variant="dot" color="teal" style={{ flexShrink: 0 }}>
            {say('readings.live')}
          </Badge>
        )}
      </Group>
      <div
        role="application"
        aria-roledescription={say('readings.chart')}
        aria-label={label}
        aria-describedby={`${id}-summary ${id}-keys`}
        aria-busy={isOld}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className={`${classes.charts} ${isOld ? classes.dimmed : ''}`}
      >
        <Stack gap="md">
          {groups.map((group, index) => (
            <div key={group.unit ?? ''}>
              <Legend group={group} valueElement={readout.valueElement} />
              <UnitChart
                unit={group.unit}
                metrics={group.metrics.map(({ name }) => name)}
                hasBand={hasBand}
                hasTimes={index === groups.length - 1}
                firstColor={group.firstColor}
                size={{ width, height: height + (index === groups.length - 1 ? TIMES_HEIGHT : NO_TIMES_HEIGHT) }}
                together={id}
                onPlot={drawn.onPlot}
                onMark={onMark}
                onCursor={onCursor}
              />
            </div>
          ))}
        </Stack>
      </div>
      <VisuallyHidden id={`${id}-summary`}>{summary}</VisuallyHidden>
      <VisuallyHidden id={`${id}-keys`}>{say('readings.chart.keys')}</VisuallyHidden>
      <VisuallyHidden role="status" ref={spoken} />
    </div>
  );
}

/** Where the cursor is that keys move. */
function useCursor({ picture, plots }: Drawn): {
  point: (to: (ChartAction & { kind: 'point' })['to']) => void;
  time: () => number | undefined;
} {
  const timesOf = (): readonly number[] => picture.current?.metrics.find(({ times }) => times.length > 0)?.times ?? [];
  const time = (): number | undefined => {
    for (const plot of plots.current.values()) {
      const at = plot.pointedTime();
      if (at !== undefined) return at;
    }
    return undefined;
  };
  const place = (to: number | 'first' | 'last'): number => {
    const times = timesOf();
    const now = time();
    if (to === 'first') return 0;
    if (to === 'last' || now === undefined) return times.length - 1;
    return Math.min(times.length - 1, Math.max(0, (nearest(times, now) ?? 0) + to));
  };
  const point = (to: number | 'first' | 'last' | 'away'): void => {
    const at = to === 'away' ? undefined : timesOf()[place(to)];
    for (const plot of plots.current.values()) plot.point(at ?? null);
  };
  return { point, time };
}
