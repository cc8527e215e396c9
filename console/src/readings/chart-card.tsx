import { Alert, Button, Group, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { WifiOff, ZoomIn } from 'lucide-react';
import { lazy, Suspense, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import type { MeasuringDevice, MetricInfo } from './metric-info.ts';
import type { Picture } from './series/picture.ts';
import type { Question } from './series/question.ts';
import type { Span } from './series/zoom.ts';
import type { Shown } from './use-live-series.ts';
import { useWindowName } from './use-window-name.ts';

// What draws comes while the readings do.
const Charts = lazy(() => import('./chart/charts.tsx').then(({ Charts: drawn }) => ({ default: drawn })));

/** Of the card that the chart is in, on both sides together, in CSS pixels. */
const PADDING = 2 * 16 + 2;

interface ChartCardProps {
  shown: Shown;
  picture: Picture | undefined;
  device: MeasuringDevice;
  metrics: readonly MetricInfo[];
  width: number;
  lostSince: number | null;
  isBroken: boolean;
  /** Somebody has marked a period. */
  onMark: (span: Span) => void;
  /** Shows readings apart that look like one; undefined where they do not. */
  onCloser: (() => void) | undefined;
  onAction: Parameters<typeof Charts>[0]['onAction'];
}

/** The chart in its frame, with what is to be said about it. */
export function ChartCard(props: ChartCardProps): ReactNode {
  const { shown, picture, device, metrics, width, lostSince, isBroken, onMark, onCloser, onAction } = props;
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
            onMark={onMark}
            onAction={onAction}
          />
        </Suspense>
        <Group gap="xs" justify="space-between">
          <Text size="sm" c="dimmed">
            {shown.drawn === shown.wanted ? drawnAs : say('readings.finding')} {onCloser && say('readings.crowded')}
          </Text>
          {onCloser && (
            <Button size="compact-sm" variant="light" leftSection={<ZoomIn size={16} aria-hidden />} onClick={onCloser}>
              {say('readings.crowded.closer')}
            </Button>
          )}
        </Group>
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
