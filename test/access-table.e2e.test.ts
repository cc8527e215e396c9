import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { access, type RootField } from '../schema/access.ts';
import { CALLERS, type Caller, type Outcome, type Row } from '../schema/access-rows.ts';
import { askOverHttp, follow, type Followed, type Reply } from './support/access/ask.ts';
import { cases } from './support/access/cases.ts';
import type { Tenant } from './support/access/tenants.ts';
import { makeWorld, type World } from './support/access/world.ts';
import { Live } from './support/live.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { allRows, rowsOf } from './support/tables.ts';
import { until } from './support/until.ts';

/** Everybody who might ask tries every field, and what becomes of it is compared with the table of who may what. */
let sonde: Sonde;
let world: World;
/** A connection that somebody has. */
let open: Live;
const followed: { caller: Caller; subscription: Followed }[] = [];
/** The fields of objects that a caller has been answered. */
const seen = new Map<Caller, Set<string>>();

const fields = Object.keys(access.roots) as RootField[];
const callers = Object.keys(CALLERS) as Caller[];
const ANSWERED: readonly Outcome[] = ['allowed', 'self', 'own', 'untilOld', 'selfUntilOld'];
const isAnswered = (outcome: Outcome): boolean => ANSWERED.includes(outcome);
const isSubscription = (field: RootField): boolean => field.startsWith('Subscription.');

beforeAll(async () => {
  sonde = await startSonde();
  world = await makeWorld(sonde);
  ({ live: open } = await Live.connect(sonde, world.harbour.viewer.token));
});
afterAll(async () => {
  open.close();
  for (const { subscription } of followed) subscription.close();
  await until('the end of all work', async () => {
    const rows = await rowsOf(sonde, 'exports');
    return rows.every(({ status, lease }) => status !== 'QUEUED' && lease === undefined) || undefined;
  });
  await sonde.close();
});

/** What a caller is to send to ask for what is of an organization. */
function variablesFor(field: RootField, caller: Caller, tenant = world.harbour): object | Promise<object> {
  const isForeign = caller === 'foreign' && tenant === world.harbour;
  const { member } = world.askers[caller];
  return cases[field]({
    sonde,
    tenant,
    member,
    isForeign,
    isAnswered: !isForeign && isAnswered(access.roots[field][caller === 'foreign' ? 'administrator' : caller]),
  });
}

/** Asks by each way that the caller tries, and answers what became of each. */
async function ask(field: RootField, caller: Caller, variables: object): Promise<Reply[]> {
  return Promise.all(
    world.askers[caller].credentials.map(async (credentials) => {
      if (!isSubscription(field)) return askOverHttp(sonde, field, variables, credentials);
      const subscription = await follow(sonde, field, variables, { credentials, open });
      followed.push({ caller, subscription });
      return subscription;
    }),
  );
}

const outcomesOf = (replies: readonly Reply[]): string[] => [...new Set(replies.map(({ outcome }) => outcome))];

function see(caller: Caller, found: Iterable<string>): void {
  seen.set(caller, new Set([...(seen.get(caller) ?? []), ...found]));
}

describe('is denied, refused or not found as the table has it, and changes nothing:', () => {
  it.each(fields)('%s', async (field) => {
    const row: Row = access.roots[field];
    const without = callers.filter((caller) => !isAnswered(row[caller]));
    const asked: { caller: Caller; variables: object }[] = [];
    for (const caller of without) asked.push({ caller, variables: await variablesFor(field, caller) });
    const before = await allRows(sonde);
    const replies = await Promise.all(
      asked.map(async ({ caller, variables }) => [caller, outcomesOf(await ask(field, caller, variables))]),
    );
    expect(Object.fromEntries(replies)).toEqual(Object.fromEntries(without.map((caller) => [caller, [row[caller]]])));
    expect(await allRows(sonde)).toEqual(before);
  });
});

/** Queries come last, so that there is something to answer. */
const inOrder = ['Subscription', 'Mutation', 'Query'].flatMap((type) =>
  fields.filter((field) => field.startsWith(`${type}.`)),
);
const answeredTo = (caller: Caller) => inOrder.filter((field) => isAnswered(access.roots[field][caller]));

/** Expects an answer without what is of others. */
async function expectAnswer(
  field: RootField,
  { caller, tenant, others }: { caller: Caller; tenant: Tenant; others: readonly string[] },
): Promise<void> {
  const replies = await ask(field, caller, await variablesFor(field, caller, tenant));
  expect({ caller, outcomes: outcomesOf(replies) }).toEqual({ caller, outcomes: ['answered'] });
  for (const { fields, text } of replies) {
    see(caller, fields);
    expect(others.filter((each) => text.includes(each))).toEqual([]);
  }
}

describe('is answered to another organization’s administrator, of their own organization only:', () => {
  const ofHarbour = async (): Promise<unknown[]> =>
    Object.values(await allRows(sonde))
      .flat()
      .filter((row) => JSON.stringify(row).includes(world.harbour.id));

  it.each(answeredTo('administrator'))('%s', async (field) => {
    const { id, deviceId, exportId, viewer, operator, administrator } = world.harbour;
    const identities = [viewer, operator, administrator].map(({ identityId }) => identityId);
    const others = [id, deviceId, exportId, ...identities];
    const before = await ofHarbour();
    await expectAnswer(field, { caller: 'foreign', tenant: world.meadow, others });
    expect(await ofHarbour()).toEqual(before);
  });
});

describe.each(callers.filter((caller) => caller !== 'foreign' && answeredTo(caller).length > 0))(
  'is answered to %s:',
  (caller) => {
    it.each(answeredTo(caller))('%s', async (field) => {
      const own = world.askers[caller].member?.identityId;
      const members = [world.harbour.viewer, world.harbour.operator, world.harbour.administrator];
      const others = members.map(({ identityId }) => identityId).filter((id) => id !== own);
      const isOfSelf = (['self', 'selfUntilOld'] as Outcome[]).includes(access.roots[field][caller]);
      await expectAnswer(field, { caller, tenant: world.harbour, others: isOfSelf ? others : [] });
    });
  },
);

describe('is seen in answers and events, field by field of', () => {
  beforeAll(async () => {
    for (const tenant of [world.harbour, world.meadow]) {
      await ask('Mutation.publishReadings', 'ingest', await variablesFor('Mutation.publishReadings', 'ingest', tenant));
    }
    for (const { caller, subscription } of followed.filter(({ subscription: { outcome } }) => outcome === 'answered'))
      see(
        caller,
        await until(`an event for ${caller} after ${subscription.text}`, () => nonEmpty(subscription.fieldsSoFar())),
      );
  });

  it.each(Object.entries<Readonly<Record<string, Row>>>(access.objects))('%s', (type, rows) => {
    const whoSaw = (field: string) => callers.filter((caller) => seen.get(caller)?.has(`${type}.${field}`));
    const whoMay = (row: Row) => callers.filter((caller) => isAnswered(row[caller]));
    expect(Object.fromEntries(Object.keys(rows).map((field) => [field, whoSaw(field)]))).toEqual(
      Object.fromEntries(Object.entries(rows).map(([field, row]) => [field, whoMay(row)])),
    );
  });
});

const nonEmpty = <T>(found: ReadonlySet<T>): ReadonlySet<T> | undefined => (found.size > 0 ? found : undefined);
