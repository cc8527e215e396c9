import { expect, it, vi } from 'vitest';
import { silentLog } from '../../shared/log.ts';
import { executableApi } from '../api/executable.ts';
import { loadedApi } from '../execution/engine.ts';
import { defaultLimits } from '../execution/scope.ts';
import { fakeApi } from '../testing/api.ts';
import { person } from '../testing/callers.ts';
import { Hub } from './hub.ts';
import { project } from './projection.ts';
import { startSubscription } from './subscription.ts';

vi.mock('./projection.ts', { spy: true });

const { definition, parts } = fakeApi({
  schema: `
    type Query { a: Int }
    type Mutation { publish: Batch }
    type Batch { organization: ID! note: String }
    type Subscription { onBatch(organization: ID): Batch @aws_subscribe(mutations: ["publish"]) }
  `,
});
const api = executableApi(definition, parts);
const loaded = loadedApi(api, defaultLimits);

async function subscribe(hub: Hub, organization: string, groups: string[], deliver: (payload: string) => void) {
  const request = {
    query: 'subscription ($o: ID) { onBatch(organization: $o) { organization note } }',
    variables: { o: organization },
  };
  const subscription = await startSubscription(loaded, request, { caller: person(...groups), headers: {} }, silentLog);
  return hub.add(subscription, { deliver, end: () => undefined });
}

it('makes one payload for all subscribers that select and may see the same', async () => {
  const hub = new Hub(silentLog);
  const delivered: string[] = [];
  const others = vi.fn();
  for (let count = 0; count < 1_000; count++)
    await subscribe(hub, 'o1', count % 2 === 0 ? ['VIEWER'] : ['OPERATOR'], (payload) => delivered.push(payload));
  const leave = await subscribe(hub, 'o1', [], others);
  leave();
  await subscribe(hub, 'o2', [], others);

  hub.published(api, { field: 'publish', value: { organization: 'o1', note: null } });
  expect(delivered).toHaveLength(1_000);
  expect(new Set(delivered)).toEqual(new Set(['{"data":{"onBatch":{"organization":"o1","note":null}}}']));
  expect(others).not.toHaveBeenCalled();
  expect(project).toHaveBeenCalledTimes(2);
});
