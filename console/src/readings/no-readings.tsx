import { Button, Loader, Text } from '@mantine/core';
import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import { Empty } from '../ui/empty.tsx';
import { Failure } from '../ui/failure.tsx';
import { nearestWithReadings, type Span } from './series/zoom.ts';
import { useStoredPeriod } from './stored-period.ts';

interface NoReadingsProps {
  deviceId: string;
  metrics: readonly string[];
  span: Span;
  onSpan: (span: Span) => void;
}

/** That a period has no readings, and where the nearest are. */
export function NoReadings({ deviceId, metrics, span, onSpan }: NoReadingsProps): ReactNode {
  const say = useText();
  const { dateTime } = useFormats();
  const { stored, error, retry } = useStoredPeriod(deviceId, metrics, true);
  if (error !== null) return <Failure error={error} onRetry={retry} />;
  return (
    <Empty icon={SearchX} title={say('readings.none')}>
      {stored === undefined && <Loader size="sm" aria-label={say('readings.finding')} />}
      {stored === null && say('readings.none.stored')}
      {stored && <Nearest nearest={nearestWithReadings(span, stored)} dateTime={dateTime} onSpan={onSpan} />}
    </Empty>
  );
}

function Nearest({
  nearest,
  dateTime,
  onSpan,
}: {
  nearest: Span;
  dateTime: (time: number) => string;
  onSpan: (span: Span) => void;
}): ReactNode {
  const say = useText();
  return (
    <>
      <Text>{say('readings.none.nearest', { from: dateTime(nearest.from), to: dateTime(nearest.to) })}</Text>
      <Button
        mt="md"
        onClick={() => {
          onSpan(nearest);
        }}
      >
        {say('readings.none.show')}
      </Button>
    </>
  );
}
