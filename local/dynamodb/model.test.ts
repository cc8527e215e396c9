import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AwsError } from '../shared/aws-error.ts';
import { silentLog } from '../shared/log.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { createDynamoDb, type DynamoDb } from './index.ts';
import { tableInput } from './testing/service.ts';

/** An action on one of a few items, each of which is there with an amount or is not there. */
interface Action {
  kind: 'Put' | 'Update' | 'Delete' | 'ConditionCheck';
  sk: string;
  amount: number;
  condition: keyof typeof CONDITIONS;
}

type Model = ReadonlyMap<string, number>;

const CONDITIONS = {
  none: undefined,
  exists: 'attribute_exists(pk)',
  absent: 'attribute_not_exists(pk)',
  equal: 'amount = :amount',
};

const action: fc.Arbitrary<Action> = fc
  .record({
    kind: fc.constantFrom('Put', 'Update', 'Delete', 'ConditionCheck'),
    sk: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    amount: fc.integer({ min: -2, max: 2 }),
    condition: fc.constantFrom('none', 'exists', 'absent', 'equal'),
  })
  .map((given) => ({
    ...given,
    condition: given.kind === 'ConditionCheck' && given.condition === 'none' ? 'exists' : given.condition,
  }));
const transaction = fc.uniqueArray(action, { selector: ({ sk }) => sk, minLength: 1 });

let remove: () => Promise<void>;
let dynamoDb: DynamoDb;
let runs = 0;

beforeAll(async () => {
  const temporary = await temporaryDirectory();
  remove = temporary.remove;
  dynamoDb = await createDynamoDb({ directory: temporary.directory, log: silentLog });
  await dynamoDb.call('CreateTable', {
    ...tableInput('model'),
    AttributeDefinitions: [
      ...tableInput('model').AttributeDefinitions,
      { AttributeName: 'amount', AttributeType: 'N' },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: 'by-amount',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'amount', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  });
});

afterAll(async () => {
  await dynamoDb.close();
  await remove();
});

function holds({ sk, condition, amount }: Action, model: Model): boolean {
  if (condition === 'exists') return model.has(sk);
  if (condition === 'absent') return !model.has(sk);
  return condition === 'none' || model.get(sk) === amount;
}

function applied(actions: readonly Action[], model: Model): Model {
  const next = new Map(model);
  for (const { kind, sk, amount } of actions) {
    if (kind === 'Put') next.set(sk, amount);
    if (kind === 'Update') next.set(sk, (model.get(sk) ?? 0) + amount);
    if (kind === 'Delete') next.delete(sk);
  }
  return next;
}

function request({ kind, sk, amount, condition }: Action, pk: string) {
  const key = { pk: { S: pk }, sk: { S: sk } };
  const expression = CONDITIONS[condition];
  const usesAmount = kind === 'Update' || condition === 'equal';
  return {
    TableName: 'model',
    ...(kind === 'Put' ? { Item: { ...key, amount: { N: String(amount) } } } : { Key: key }),
    ...(kind === 'Update' && { UpdateExpression: 'ADD amount :amount' }),
    ...(expression && { ConditionExpression: expression }),
    ...(usesAmount && { ExpressionAttributeValues: { ':amount': { N: String(amount) } } }),
  };
}

const page = v.object({
  Items: v.array(v.object({ sk: v.object({ S: v.string() }), amount: v.object({ N: v.string() }) })),
});

async function stored(pk: string, IndexName?: string): Promise<[string, number][]> {
  const output = await dynamoDb.call('Query', {
    TableName: 'model',
    IndexName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: pk } },
  });
  return v.parse(page, output).Items.map(({ sk, amount }) => [sk.S, Number(amount.N)]);
}

it('transactions and single writes do what they do to a map', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(transaction, { maxLength: 10 }), fc.boolean(), async (transactions, single) => {
      const pk = `run-${runs++}`;
      let model: Model = new Map();
      for (const actions of transactions) {
        const [only] = actions;
        const asSingle = single && actions.length === 1 && only && only.kind !== 'ConditionCheck';
        const answer = await (
          asSingle
            ? dynamoDb.call(`${only.kind}Item`, request(only, pk))
            : dynamoDb.call('TransactWriteItems', {
                TransactItems: actions.map((each) => ({ [each.kind]: request(each, pk) })),
              })
        ).catch((error: unknown) => error);
        const codes = actions.map((each) => (holds(each, model) ? 'None' : 'ConditionalCheckFailed'));
        if (codes.every((code) => code === 'None')) {
          expect(answer).not.toBeInstanceOf(Error);
          model = applied(actions, model);
        } else {
          expect(answer).toBeInstanceOf(AwsError);
          expect(answer).toMatchObject(
            asSingle
              ? { code: 'ConditionalCheckFailedException' }
              : { fields: { CancellationReasons: codes.map((Code) => ({ Code })) } },
          );
        }
      }
      expect(await stored(pk)).toEqual([...model].sort());
      const byAmount = [...model].map(([, amount]) => amount).sort((a, b) => a - b);
      expect((await stored(pk, 'by-amount')).map(([, amount]) => amount)).toEqual(byAmount);
    }),
    { numRuns: 100 },
  );
});
