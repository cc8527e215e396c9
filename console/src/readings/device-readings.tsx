import { Alert, Skeleton, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Info } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { latestReadingsOf, useOfLatest } from '../devices/latest/use-latest.ts';
import { useText } from '../i18n/text.tsx';
import { Failure } from '../ui/failure.tsx';
import type { DeviceFeed } from './device-feed.ts';
import { LatestValues } from './latest-values.tsx';
import { metricsOf, type MeasuringDevice, type MetricInfo } from './metric-info.ts';
import { FIRST_METRICS } from './search.ts';
import { SeriesView } from './series-view.tsx';
import { useQuestion } from './use-question.ts';
import { useView } from './use-view.ts';
import { useWidth } from './use-width.ts';

interface DeviceReadingsProps {
  device: MeasuringDevice;
  feed: DeviceFeed;
  /** Whether the connection is lost now. */
  isLost: boolean;
}

/** The readings of a device that has some. */
export function DeviceReadings({ device, feed, isLost }: DeviceReadingsProps): ReactNode {
  const say = useText();
  const view = useView();
  const { ref, width } = useWidth();
  const metrics = useMetrics(device);
  const drawable = useMemo(() => metrics.filter(({ isText }) => !isText), [metrics]);
  const chosen = useMemo(() => chosenOf(drawable, view.search.metrics), [drawable, view.search.metrics]);
  const names = useMemo(() => chosen.map(({ name }) => name), [chosen]);
  const { question, error, retry } = useQuestion(device.id, view.search, names, width);
  return (
    <Stack gap="lg" ref={ref}>
      {drawable.length === 0 && (
        <Alert color="gray" icon={<Info aria-hidden />}>
          {say('readings.texts')}
        </Alert>
      )}
      {drawable.length > 0 && error !== null && <Failure error={error} onRetry={retry} />}
      {drawable.length > 0 && error === null && (!question || width === 0) && <Skeleton height={420} />}
      {drawable.length > 0 && question && width > 0 && (
        <SeriesView {...{ device, feed, isLost, view, question, width, drawable, chosen }} />
      )}
      <LatestValues deviceId={device.id} metrics={metrics} />
    </Stack>
  );
}

/** Those that the address names; the first ones where it names none that there is. */
function chosenOf(metrics: readonly MetricInfo[], names: readonly string[] | undefined): readonly MetricInfo[] {
  const named = metrics.filter(({ name }) => names?.includes(name));
  return named.length > 0 ? named : metrics.slice(0, FIRST_METRICS);
}

/** The same list as long as it has the same in it: new values of a device are no reason to draw all anew. */
function useMetrics(device: MeasuringDevice): readonly MetricInfo[] {
  const latest = latestReadingsOf(useQueryClient());
  const text = useOfLatest(device.id, (now) => JSON.stringify(metricsOf(device, now)));
  return useMemo(() => metricsOf(device, latest.of(device.id)), [text]);
}
