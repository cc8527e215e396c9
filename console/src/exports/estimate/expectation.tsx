import { Alert, Loader, Group, Stack, Text } from '@mantine/core';
import { CircleAlert, SearchX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { EXPORT_LIMITS } from '../../../../schema/limits.ts';
import { useHeadline, Failure } from '../../ui/failure.tsx';
import { useFormats, type Formats } from '../../i18n/formats.tsx';
import { Say, useText } from '../../i18n/text.tsx';
import { Time } from '../../i18n/time.tsx';
import type { Counts, Estimate } from './estimate.ts';
import type { Range } from './figures.ts';
import type { Limit } from './limits.ts';
import type { Expected } from './use-estimate.ts';

interface ExpectationProps {
  expected: Expected;
  /** Whether all devices are known that it is about. */
  isOfAll: boolean;
  /** Whether more readings may come until it is made. */
  isGrowing: boolean;
}

/** What an export would have, and how sure that is. */
export function Expectation({ expected, isOfAll, isGrowing }: ExpectationProps): ReactNode {
  const say = useText();
  const { counts, estimate, isLoading, error, retry, limits } = expected;
  return (
    <Stack gap="sm">
      <div role="status">
        {isLoading && (
          <Group gap="xs">
            <Loader size="xs" aria-hidden />
            <Text size="sm">{say('exports.estimate.loading')}</Text>
          </Group>
        )}
        {counts && estimate && !error && (
          <Known counts={counts} estimate={estimate} isOfAll={isOfAll} isGrowing={isGrowing} />
        )}
        {!counts && !isLoading && !error && (
          <Text size="sm" c="dimmed">
            {say('exports.estimate.notYet')}
          </Text>
        )}
      </div>
      {error && <Unknown error={error} onRetry={retry} />}
      {estimate && <TooMuch bytes={estimate.bytes} />}
      {limits.map((limit) => (
        <Reached key={limit} limit={limit} />
      ))}
    </Stack>
  );
}

function Unknown({ error, onRetry }: { error: Error; onRetry: () => void }): ReactNode {
  const say = useText();
  const headline = useHeadline(error);
  return (
    <>
      <Text size="sm">{say('exports.estimate.unknown', { reason: headline })}</Text>
      <Failure error={error} onRetry={onRetry} />
    </>
  );
}

interface KnownProps {
  counts: Counts;
  estimate: Estimate;
  isOfAll: boolean;
  isGrowing: boolean;
}

function Known({ counts, estimate, isOfAll, isGrowing }: KnownProps): ReactNode {
  const say = useText();
  const formats = useFormats();
  const { devices, of, hasGuessedTexts } = counts;
  const isSampled = devices.length < of;
  if (estimate.readings.high === 0) return <Nothing counts={counts} isSampled={isSampled} />;
  const isExact = !isSampled && !hasGuessedTexts && isOfAll && !isGrowing;
  const notes = [
    say(isSampled ? 'exports.estimate.sampled' : 'exports.estimate.counted', {
      looked: devices.length,
      of: formats.number(of),
    }),
    ...(isOfAll ? [] : [say('exports.estimate.notAll')]),
    ...(hasGuessedTexts ? [say('exports.estimate.texts')] : []),
    ...(isGrowing ? [say('exports.estimate.growing')] : []),
    say('exports.estimate.bytes'),
  ];
  const rows = spanOf(estimate.rows, formats, isExact);
  return (
    <Stack gap={4}>
      <Text fw={650} size="lg">
        {say(isExact ? 'exports.estimate.readings' : 'exports.estimate.aboutReadings', {
          count: spanOf(estimate.readings, formats, isExact),
        })}
      </Text>
      <Text size="sm">{say('exports.estimate.rows', { count: rows })}</Text>
      <Text size="sm">
        {say('exports.estimate.size', {
          low: formats.bytes(rounded(estimate.bytes.low)),
          high: formats.bytes(rounded(estimate.bytes.high)),
        })}
      </Text>
      {notes.map((note) => (
        <Text key={note} size="xs" c="dimmed">
          {note}
        </Text>
      ))}
    </Stack>
  );
}

/** Two digits, for more are not known. */
const rounded = (count: number): number => Number(count.toPrecision(2));

function spanOf({ low, high }: Range, { number }: Formats, isExact: boolean): string {
  const shown = (count: number): string => number(isExact ? count : rounded(count), 0);
  const [least, most] = [shown(low), shown(high)];
  return least === most ? most : `${least} – ${most}`;
}

function Nothing({ counts: { nearest, reach }, isSampled }: { counts: Counts; isSampled: boolean }): ReactNode {
  const say = useText();
  const { before, after } = nearest;
  return (
    <Alert color="yellow" icon={<SearchX aria-hidden />} title={say('exports.estimate.nothing')}>
      <Stack gap={4}>
        {reach === null && <Text size="sm">{say('exports.estimate.noReadings')}</Text>}
        {before !== null && (
          <Text size="sm" component="div">
            <Say id="exports.estimate.before" values={{ time: <Time time={before} /> }} />
          </Text>
        )}
        {after !== null && (
          <Text size="sm" component="div">
            <Say id="exports.estimate.after" values={{ time: <Time time={after} /> }} />
          </Text>
        )}
        {isSampled && <Text size="sm">{say('exports.estimate.nothingSampled')}</Text>}
      </Stack>
    </Alert>
  );
}

const GIBIBYTES = EXPORT_LIMITS.bytesADay / 2 ** 30;

function TooMuch({ bytes: { low, high } }: { bytes: Range }): ReactNode {
  const say = useText();
  if (high <= EXPORT_LIMITS.bytesADay) return null;
  const isCertain = low > EXPORT_LIMITS.bytesADay;
  return (
    <Alert
      color={isCertain ? 'red' : 'yellow'}
      icon={<TriangleAlert aria-hidden />}
      title={say(isCertain ? 'exports.estimate.tooMuch' : 'exports.estimate.maybeTooMuch', { most: GIBIBYTES })}
    >
      {say('exports.advice.LimitExceededError')}
    </Alert>
  );
}

function Reached({ limit }: { limit: Limit }): ReactNode {
  const say = useText();
  const most = { atOnce: EXPORT_LIMITS.atOnce, aDay: EXPORT_LIMITS.aDay, bytesADay: GIBIBYTES }[limit];
  return (
    <Alert color="yellow" icon={<CircleAlert aria-hidden />} title={say(`exports.limit.${limit}`, { most })}>
      {say(`exports.limit.${limit}.hint`)}
    </Alert>
  );
}
