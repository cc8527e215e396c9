import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import * as v from 'valibot';
import { beforeEach, expect, it, vi } from 'vitest';
import { silentLog } from '../../shared/log.ts';
import { executableApi } from '../api/executable.ts';
import { loadedApi } from '../execution/engine.ts';
import { defaultLimits } from '../execution/scope.ts';
import { fakeApi } from '../testing/api.ts';
import { person } from '../testing/callers.ts';
import { Audience, type Listener } from './audience.ts';
import { argumentFilter } from './filter.ts';
import { Hub } from './hub.ts';
import { project } from './projection.ts';
import { startSubscription } from './start.ts';
import type { Subscription } from './subscription.ts';

vi.mock('./projection.ts', { spy: true });

setFlagsFromString('--expose-gc');
const collectGarbage = v.parse(v.function(), runInNewContext('gc'));
setFlagsFromString('--no-expose-gc');

beforeEach(() => {
  vi.mocked(project).mockClear();
});

const { definition, parts } = fakeApi({
  schema: `
    type Query { a: Int }
    type Mutation { publish: Batch }
    type Batch { organization: ID! note: String }
    type Subscription { onBatch(organization: ID, note: String): Batch @aws_subscribe(mutations: ["publish"]) }
  `,
});
const api = executableApi(definition, parts);
const loaded = loadedApi(api, defaultLimits);
const outlet = (deliver: (payload: string) => void) => ({
  deliver,
  invalidate: () => undefined,
  fail: () => undefined,
});

function start(variables: object, groups: readonly string[] = []): Promise<Subscription> {
  const query = 'subscription ($o: ID, $n: String) { onBatch(organization: $o, note: $n) { organization note } }';
  return startSubscription(
    loaded,
    { query, variables: { ...variables } },
    { caller: person(...groups), headers: {} },
    silentLog,
  );
}

it('makes one payload for all subscribers that select and may see the same, whatever they filter by', async () => {
  const hub = new Hub(silentLog);
  const delivered: string[] = [];
  const others = vi.fn();
  for (let count = 0; count < 1_000; count++) {
    const variables = count % 3 === 0 ? { o: 'o1' } : {};
    hub.add(
      await start(variables, count % 2 === 0 ? ['VIEWER'] : ['OPERATOR']),
      outlet((payload) => delivered.push(payload)),
    );
  }
  const leave = hub.add(await start({ o: 'o1' }), outlet(others));
  leave();
  hub.add(await start({ o: 'o2' }), outlet(others));

  hub.published(api, { field: 'publish', value: { organization: 'o1', note: null } });
  expect(delivered).toHaveLength(1_000);
  expect(new Set(delivered)).toEqual(new Set(['{"data":{"onBatch":{"organization":"o1","note":null}}}']));
  expect(others).not.toHaveBeenCalled();
  expect(project).toHaveBeenCalledTimes(2);
});

it('compares an event with the filters that it could match, not with all', async () => {
  const hub = new Hub(silentLog);
  const deliver = vi.fn();
  const matches = vi.fn();
  for (let count = 0; count < 1_000; count++) {
    const subscription = await start({ o: `o${count}` });
    const filter = {
      ...subscription.filter,
      matches: (value: unknown) => (matches(), subscription.filter.matches(value)),
    };
    hub.add({ ...subscription, filter }, outlet(deliver));
  }
  hub.published(api, { field: 'publish', value: { organization: 'o7', note: null } });
  expect(deliver).toHaveBeenCalledTimes(1);
  expect(matches).toHaveBeenCalledTimes(1);
});

it('remembers nothing of subscriptions that are gone', async () => {
  const hub = new Hub(silentLog);
  const deliver = vi.fn();
  const filters: WeakRef<object>[] = [];
  async function joinAndLeave(): Promise<void> {
    const removers: (() => void)[] = [];
    for (let count = 0; count < 1_000; count++) {
      const subscription = await start({ o: `o${count % 100}`, n: count % 2 === 0 ? 'n' : null });
      filters.push(new WeakRef(subscription.filter));
      removers.push(hub.add(subscription, outlet(deliver)));
    }
    expect(hub.size).toBe(1_000);
    for (const remove of [...removers, ...removers]) remove();
  }
  await joinAndLeave();
  expect(hub.size).toBe(0);
  hub.published(api, { field: 'publish', value: { organization: 'o1', note: null } });
  expect(deliver).not.toHaveBeenCalled();
  // The spies remember what they were called with.
  vi.clearAllMocks();
  await nextTurn();
  collectGarbage();
  expect(filters.filter((each) => each.deref()).length).toBe(0);
});

it('finds whom an event is for as a look at each of them would, after any joining and leaving', async () => {
  const base = await start({});
  const scalar = fc.constantFrom('a', 'b', 1, 2, true, null);
  const args = fc.dictionary(fc.constantFrom('x', 'y'), fc.oneof(scalar, fc.constant(['a'])), {
    noNullPrototype: true,
  });
  const event = fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.oneof(scalar, fc.constant(['a'])), {
    noNullPrototype: true,
  });
  const listeners = fc.array(fc.record({ args, selection: fc.constantFrom('s1', 's2'), stays: fc.boolean() }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(listeners, event, (wanted, value) => {
      const audience = new Audience();
      const all = wanted.map(({ args: given, selection, stays }) => {
        const subscription = { ...base, filter: argumentFilter(given), projectionKey: selection };
        const listener: Listener = { subscription, outlet: outlet(() => undefined) };
        audience.add(listener);
        return { listener, stays };
      });
      for (const { listener, stays } of all) if (!stays) audience.remove(listener);
      const staying = all.filter(({ stays }) => stays).map(({ listener }) => listener);
      const found = [...audience.wanting(value)].flatMap(([projectionKey, some]) => {
        for (const { subscription } of some) expect(subscription.projectionKey).toBe(projectionKey);
        return some;
      });
      const expected = staying.filter(({ subscription }) => subscription.filter.matches(value));
      expect(found).toHaveLength(expected.length);
      expect(new Set(found)).toEqual(new Set(expected));
      expect([...audience]).toEqual(staying);
    }),
    { numRuns: 500 },
  );
});
