import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureOf, handlersOf } from '../../../resolvers/testing/handlers.ts';
import { IDENTITY } from '../../../resolvers/testing/rows.ts';
import type { DeviceInput } from './device-rules.ts';
import { problemOf } from './device-rules.ts';

const { request } = await handlersOf('Mutation.createDevice');
const stash = { actor: { identityId: IDENTITY, name: 'Ada', kind: 'PERSON' } };

/** What `createDevice` says of it. */
function refusalOf(input: DeviceInput): string | undefined {
  const failure = failureOf(request({ arguments: { input }, stash }));
  return failure === 'none' ? undefined : failure.replace(/^ValidationError: /, '');
}

const text = (most: number) =>
  fc.oneof(
    fc.string({ maxLength: 8, unit: 'binary' }),
    fc.constantFrom('', ' ', '\t\n', '\u00a0', '\ufeff', 'Roof'),
    fc.integer({ min: most - 1, max: most + 1 }).map((length) => 'x'.repeat(length)),
  );
const number = (least: number, most: number) =>
  fc.oneof(
    fc.double({ min: least - 1, max: most + 1, noNaN: true }),
    fc.constantFrom(least, most, least - 1e-9, most + 1e-9, -0),
  );
const metricName = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9:./_-]{0,8}$/),
  fc.string({ maxLength: 4, unit: 'binary' }),
  fc.constantFrom('constructor', '__proto__', 'a\n', 'a\u2028', 'x'.repeat(64), 'x'.repeat(65)),
);
const optional = { requiredKeys: [] };
const metric = fc.record({ name: metricName, unit: text(32), label: text(200) }, { requiredKeys: ['name'] });
const location = fc.record(
  { latitude: number(-90, 90), longitude: number(-180, 180), altitude: number(-12_000, 100_000), name: text(200) },
  { requiredKeys: ['latitude', 'longitude'] },
);
const device = fc
  .tuple(
    fc.record({ name: text(200), metrics: fc.array(metric, { maxLength: 4 }) }),
    fc.record({ description: text(2000), location }, optional),
  )
  .map(([needed, more]): DeviceInput => ({ ...needed, ...more }));

describe('the rules of a device', () => {
  it('are those of createDevice, in its words', () => {
    fc.assert(
      fc.property(device, (input) => {
        expect(problemOf(input)).toBe(refusalOf(input));
      }),
      { numRuns: 500 },
    );
  });

  it('take 50 metrics', () => {
    for (const count of [50, 51]) {
      const input = { name: 'x', metrics: Array.from({ length: count }, (_, index) => ({ name: `m${index}` })) };
      expect(problemOf(input)).toBe(refusalOf(input));
    }
  });
});
