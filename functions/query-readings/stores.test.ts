import fc from 'fast-check';
import * as v from 'valibot';
import { describe, it } from 'vitest';
import { SondeError } from '../shared/errors.ts';
import type { ReadingReader } from '../shared/readings/store.ts';
import { STATISTICS } from '../shared/readings/store.ts';
import type { History } from '../shared/readings/testing/history.ts';
import {
  histories,
  HISTORY_METRICS,
  HISTORY_ZONES,
  historyOf,
  live,
  times,
} from '../shared/readings/testing/history.ts';
import { expectClose } from '../shared/readings/testing/same.ts';
import { startDynamoDb, startMemory, startTimestream } from '../shared/readings/testing/stores.ts';
import { organizationId, useStore } from '../shared/readings/testing/suite/cases.ts';
import { formatTime } from '../shared/time.ts';
import { answer } from './answer.ts';
import { FILLS } from './fill.ts';

const HOUR = 3_600_000_000_000n;

const lengths = fc.oneof(fc.bigInt({ min: 1n, max: 30n * HOUR }), fc.bigInt({ min: 1n, max: 9000n * HOUR }));
const periods = fc
  .tuple(times, lengths)
  .map(([from, length]) => ({ from: formatTime(from), to: formatTime(from + length) }));
const metrics = fc.uniqueArray(fc.constantFrom(...HISTORY_METRICS), { minLength: 1, maxLength: 4 });
const devices = fc.constantFrom([0], [1], [1, 0]);

const questions = fc.record({
  readings: fc.record({
    period: periods,
    metrics: fc.option(metrics),
    order: fc.constantFrom('ASC', 'DESC'),
    first: fc.integer({ min: 1, max: 60 }),
  }),
  aggregates: fc.record({
    period: periods,
    metrics,
    devices,
    window: fc.constantFrom('PT5M', 'PT1H', 'PT6H', 'PT24H', 'P1D', 'P1D', 'P2D', 'P1W', 'P1M', 'P1Y'),
    fill: fc.constantFrom(...FILLS),
    timeZone: fc.constantFrom(...HISTORY_ZONES),
  }),
  downsample: fc.record({ period: periods, metrics, points: fc.integer({ min: 4, max: 80 }) }),
  device: fc.nat(1),
});
type Question = typeof questions extends fc.Arbitrary<infer T> ? T : never;

/** The events of a question, as resolvers send them. */
function eventsOf({ readings, aggregates, downsample, device }: Question, { deviceIds }: History): object[] {
  const deviceId = deviceIds[device] ?? '';
  const declared = [{ deviceId, metric: 'a', unit: 'Cel' }];
  const base = { organizationId, declared };
  const asked = ({ period, ...others }: { period: object }) => ({ ...base, ...period, ...others });
  const ids = aggregates.devices.map((index) => deviceIds[index] ?? '');
  return [
    { field: 'dataPeriod', organizationId, deviceId },
    { field: 'readings', deviceId, ...asked(readings) },
    { field: 'aggregates', deviceIds: ids, statistics: STATISTICS, ...asked(aggregates) },
    { field: 'downsample', deviceId, ...asked(downsample) },
  ];
}

const Page = v.object({ nextCursor: v.nullable(v.string()) });

/** What an event is answered, and its next page; or why it is refused. */
async function answersTo(event: object, store: ReadingReader): Promise<unknown[]> {
  const first: unknown = await answer(event, store).catch(refusal);
  const page = v.safeParse(Page, first);
  if (!page.success || page.output.nextCursor === null) return [first];
  return [first, await answer({ ...event, after: page.output.nextCursor }, store)];
}

function refusal(error: unknown): object {
  if (!(error instanceof SondeError)) throw error;
  return { type: error.type, message: error.message, data: error.data };
}

describe.each([
  ['Timestream', startTimestream],
  ['DynamoDB', startDynamoDb],
])('with readings in %s', (_, start) => {
  const contract = useStore(startMemory);
  const store = useStore(start);

  it('pages, filled windows of any zone, charts and periods are those of plain code', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.array(questions, { minLength: 8, maxLength: 12 }), async (drawn, questions) => {
        // Of equal numbers either may be in a chart.
        const history = historyOf(drawn, { isDistinct: true });
        await live(contract(), history);
        await live(store(), history);
        for (const event of questions.flatMap((question) => eventsOf(question, history)))
          expectClose(await answersTo(event, store()), await answersTo(event, contract()));
      }),
      // A smaller case would take minutes to find.
      { numRuns: 5, endOnFailure: true },
    );
  }, 120_000);
});
