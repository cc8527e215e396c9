import { Alert, Group, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { WifiOff } from 'lucide-react';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { isApiError } from '../api/errors.ts';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import type { DeviceFeed } from './device-feed.ts';
import type { MeasuringDevice, MetricInfo } from './metric-info.ts';
import { NoReadings } from './no-readings.tsx';
import { NotDrawn } from './not-drawn.tsx';
import { PeriodActions } from './period-actions.tsx';
import { PeriodPicker } from './period-picker.tsx';
import { ReadingsTable } from './readings-table.tsx';
import type { Picture } from './series/picture.ts';
import type { Question } from './series/question.ts';
import type { Span } from './series/zoom.ts';
import { StatisticsTable } from './statistics-table.tsx';
import { useLiveSeries, type Shown } from './use-live-series.ts';
import { useFailure, usePicture } from './use-picture.ts';
import type { View } from './use-view.ts';
import { useWindowName } from './use-window-name.ts';
import { ViewOptions } from './view-options.tsx';

// What draws comes while the readings do.
const Charts = lazy(() => import('./chart/charts.tsx').then(({ Charts: drawn }) => ({ default: drawn })));

interface SeriesViewProps {
  device: MeasuringDevice;
  feed: DeviceFeed;
  isLost: boolean;
  view: View;
  question: Question;
  width: number;
  /** The metrics to choose from, and those that are. */
  drawable: readonly MetricInfo[];
  chosen: readonly MetricInfo[];
}

/** The chart of a device with all that says what it shows, and its tables. */
export function SeriesView(props: SeriesViewProps): ReactNode {
  const { device, feed, isLost, view, question, width, drawable, chosen } = props;
  const { search, change, showSpan, act } = view;
  const shown = useLiveSeries(device.id, question, feed);
  const picture = usePicture(shown.drawn);
  const failure = useFailure(shown.wanted);
  const lostSince = useLostSince(isLost);
  const span = shown.wanted.span();
  const isUpToDate = shown.drawn === shown.wanted;
  const isEmpty = isUpToDate && picture?.metrics.every(({ times }) => times.length === 0) === true;
  const isTable = search.view === 'table';
  // That the connection is lost is said beside the chart.
  const isToldOf = isLost && picture !== undefined && isApiError(failure, 'NetworkError');
  const isFixed = search.from !== undefined && search.to !== undefined;
  return (
    <>
      <Group justify="space-between" gap="sm">
        <PeriodPicker
          search={search}
          span={span}
          onRange={(range) => {
            change({ range, from: undefined, to: undefined, window: undefined });
          }}
          onSpan={showSpan}
        />
        <PeriodActions
          deviceId={device.id}
          metrics={question.metrics}
          span={span}
          isTable={isTable}
          onTable={(wanted) => {
            change({ view: wanted ? 'table' : undefined });
          }}
          onAction={(action) => {
            act(span, action);
          }}
          onLive={
            isFixed
              ? () => {
                  change({ from: undefined, to: undefined, window: undefined });
                }
              : undefined
          }
        />
      </Group>
      <ViewOptions
        metrics={drawable}
        chosen={question.metrics}
        window={question.window}
        statistic={question.statistic}
        length={span.to - span.from}
        onMetrics={(metrics) => {
          change({ metrics });
        }}
        onWindow={(window) => {
          change({ window: window === 'auto' ? undefined : window });
        }}
        onStatistic={(statistic) => {
          change({ statistic });
        }}
      />
      {failure !== undefined && !isToldOf && (
        <NotDrawn
          error={failure}
          onRetry={() => {
            shown.wanted.retry();
          }}
          onWindow={(window) => {
            change({ window });
          }}
        />
      )}
      {isEmpty ? (
        <NoReadings deviceId={device.id} metrics={question.metrics} span={span} onSpan={showSpan} />
      ) : (
        <ChartCard
          {...{ shown, picture, device, width, lostSince, showSpan, isBroken: failure !== undefined }}
          metrics={chosen}
          onAction={(action, around) => {
            act(shown.wanted.span(), action, around);
          }}
        />
      )}
      {picture && !isEmpty && isTable && <ReadingsTable picture={picture} metrics={chosen} />}
      {picture && !isEmpty && <StatisticsTable picture={picture} metrics={chosen} />}
    </>
  );
}

interface ChartCardProps {
  shown: Shown;
  picture: Picture | undefined;
  device: MeasuringDevice;
  metrics: readonly MetricInfo[];
  width: number;
  lostSince: number | null;
  isBroken: boolean;
  showSpan: (span: Span) => void;
  onAction: Parameters<typeof Charts>[0]['onAction'];
}

/** Of the card that the chart is in, on both sides together, in CSS pixels. */
const PADDING = 2 * 16 + 2;

function ChartCard(props: ChartCardProps): ReactNode {
  const { shown, picture, device, metrics, width, lostSince, isBroken, showSpan, onAction } = props;
  const say = useText();
  const { dateTime } = useFormats();
  const intl = useIntl();
  const drawnAs = useDrawnAs(picture, shown.drawn?.question);
  const words = useSummary(picture, metrics);
  if (!picture) return isBroken ? null : <Skeleton height={420} />;
  const { from, to } = picture;
  const period = intl.formatDateTimeRange(from, to, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <Paper withBorder p="md" bg="var(--sonde-surface)">
      <Stack gap="xs">
        {lostSince !== null && (
          <Alert color="orange" variant="light" icon={<WifiOff aria-hidden />} py="xs">
            {say('readings.lost', { time: dateTime(lostSince) })}
          </Alert>
        )}
        <Suspense fallback={<Skeleton height={420} />}>
          <Charts
            shown={shown}
            picture={picture}
            metrics={metrics}
            width={width - PADDING}
            label={say('readings.chart.label', { device: device.name, period })}
            summary={words}
            lostSince={lostSince}
            onMark={showSpan}
            onAction={onAction}
          />
        </Suspense>
        <Text size="sm" c="dimmed">
          {shown.drawn === shown.wanted ? drawnAs : say('readings.finding')}
        </Text>
      </Stack>
    </Paper>
  );
}

/** Of what the lines are made. */
function useDrawnAs(picture: Picture | undefined, question: Question | undefined): string {
  const say = useText();
  const nameOf = useWindowName();
  if (!picture || !question) return '';
  const { window, isWhole } = picture;
  if (window === null) return say(isWhole ? 'readings.drawn.every' : 'readings.drawn.some');
  const statistic = say(`readings.statistic.${question.statistic}`);
  return say('readings.drawn.windows', { window: nameOf(window), statistic: statistic.toLocaleLowerCase() });
}

/** What the lines show, in words. */
function useSummary(picture: Picture | undefined, metrics: readonly MetricInfo[]): string {
  const say = useText();
  const { value } = useFormats();
  const lines = new Map(picture?.metrics.map((line) => [line.metric, line]));
  return metrics
    .map(({ name, label, unit }) => {
      const summary = lines.get(name)?.summarize();
      if (!summary) return say('readings.chart.summary.none', { metric: label });
      const { count, min, max, mean } = summary;
      const figures = { min: value(min, unit), max: value(max, unit), mean: value(mean, unit) };
      return say('readings.chart.summary', { metric: label, count, ...figures });
    })
    .join(' ');
}

/** Since when the connection is lost, in ms; null while it is not. */
function useLostSince(isLost: boolean): number | null {
  const [since, setSince] = useState<number | null>(null);
  useEffect(() => {
    setSince(isLost ? Date.now() : null);
  }, [isLost]);
  return since;
}
