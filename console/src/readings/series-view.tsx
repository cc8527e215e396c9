import { Group } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { isApiError } from '../api/errors.ts';
import { ChartCard } from './chart-card.tsx';
import { closerView } from './closer.ts';
import type { DeviceFeed } from './device-feed.ts';
import type { MeasuringDevice, MetricInfo } from './metric-info.ts';
import { NoReadings } from './no-readings.tsx';
import { NotDrawn } from './not-drawn.tsx';
import { PeriodActions } from './period-actions.tsx';
import { PeriodPicker } from './period-picker.tsx';
import { ReadingsTable } from './readings-table.tsx';
import type { Question } from './series/question.ts';
import { StatisticsTable } from './statistics-table.tsx';
import { useLiveSeries } from './use-live-series.ts';
import { useFailure, usePicture } from './use-picture.ts';
import type { View } from './use-view.ts';
import { ViewOptions } from './view-options.tsx';

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
  const closer = picture && isUpToDate ? closerView(search, picture) : undefined;
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
          {...{ shown, picture, device, width, lostSince, isBroken: failure !== undefined }}
          metrics={chosen}
          onMark={showSpan}
          onCloser={
            closer &&
            (() => {
              change(closer);
            })
          }
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

/** Since when the connection is lost, in ms; null while it is not. */
function useLostSince(isLost: boolean): number | null {
  const [since, setSince] = useState<number | null>(null);
  useEffect(() => {
    setSince(isLost ? Date.now() : null);
  }, [isLost]);
  return since;
}
