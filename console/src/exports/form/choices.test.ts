import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { failureOf, handlersOf } from '../../../../resolvers/testing/handlers.ts';
import { IDENTITY } from '../../../../resolvers/testing/rows.ts';
import { ExportSearch, STATISTICS } from '../search.ts';
import { choicesOf, problemsOf, requestOf, searchOf, windowSeconds, type Choices } from './choices.ts';
import { marker } from './token.ts';

const A = '01JDEM0DEV1CE0SEATT1EH0VR1';
const PERIOD = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' };
const usual: Choices = { deviceIds: null, metrics: null, ...PERIOD, format: 'CSV', layout: 'LONG', summary: null };

const window = fc.oneof(
  fc.constantFrom('PT1H', 'P1D', 'P366D', 'P367D', 'PT0S', 'PTH', 'PD', 'P1W'),
  fc
    .tuple(fc.integer({ min: 0, max: 2_000_000_000 }), fc.constantFrom('S', 'M', 'H'))
    .map(([n, unit]) => `PT${n}${unit}`),
);
const choices: fc.Arbitrary<Choices> = fc.record({
  deviceIds: fc.constantFrom(null, [A]),
  metrics: fc.constantFrom(
    null,
    [],
    ['temperature'],
    Array.from({ length: 51 }, (_, index) => `m${index}`),
  ),
  from: fc.constantFrom(PERIOD.from, PERIOD.to, '1969-12-31T23:59:59.999Z'),
  to: fc.constantFrom(PERIOD.from, PERIOD.to, '2262-04-11T23:47:16.853Z', '2262-04-11T23:47:16.854Z'),
  format: fc.constantFrom('CSV', 'PARQUET'),
  layout: fc.constantFrom('LONG', 'WIDE'),
  summary: fc.option(fc.record({ window, statistics: fc.subarray([...STATISTICS]) })),
});

const { request } = await handlersOf('Mutation.requestExport');

/** What the API says of it. */
function isAccepted(chosen: Choices): boolean {
  const given = { arguments: { input: requestOf(chosen, []) }, prev: { result: [IDENTITY] } };
  return failureOf(request(given)) === 'none';
}

describe('what is chosen for an export', () => {
  it('has a problem exactly where the API would refuse it', () => {
    fc.assert(
      fc.property(choices, (chosen) => {
        expect(problemsOf(chosen, []).length === 0).toBe(isAccepted(chosen));
      }),
      { numRuns: 500 },
    );
  });

  it('survives its way through the address', () => {
    const kept = choices.filter(
      ({ from, to, summary }) =>
        from >= '1970' && to > from && (!summary || windowSeconds(summary.window) !== undefined),
    );
    fc.assert(
      fc.property(kept, (chosen) => {
        const search: unknown = JSON.parse(JSON.stringify(searchOf(chosen)));
        expect(choicesOf(v.parse(ExportSearch, search), PERIOD)).toEqual(chosen);
      }),
    );
  });

  it.each([
    ['no device', { deviceIds: [] }, [], 'exports.problem.noDevice'],
    ['too many devices', { deviceIds: Array.from({ length: 101 }, () => A) }, [], 'exports.problem.manyDevices'],
    ['what is no address', {}, ['operator'], 'exports.problem.address'],
    [
      'too many recipients',
      {},
      Array.from({ length: 21 }, (_, n) => `r${n}@a.example`),
      'exports.problem.manyRecipients',
    ],
  ])('has a problem with %s', (_, changed, recipients, id) => {
    expect(problemsOf({ ...usual, ...changed }, recipients)).toMatchObject([{ id }]);
  });

  it('is as usual where the address is mistyped', () => {
    const search = v.parse(ExportSearch, {
      deviceIds: 'all',
      metrics: ['?'],
      from: 'now',
      layout: 'TALL',
      window: 'P1Y',
    });
    expect(choicesOf(search, PERIOD)).toEqual(usual);
  });
});

describe('a mark', () => {
  it('is the same for the same question, and another for another', () => {
    let count = 0;
    const mark = marker(() => `mark ${(count += 1)}`);
    const [one, again, other] = [
      requestOf(usual, []),
      requestOf(usual, []),
      requestOf({ ...usual, format: 'PARQUET' }, []),
    ];
    expect([one, again, other, other].map((input) => mark(input).clientToken)).toEqual([
      'mark 1',
      'mark 1',
      'mark 2',
      'mark 2',
    ]);
  });
});
