import * as v from 'valibot';
import { localArn } from '../../../shared/arns.ts';
import type { JsonCaller } from '../../../shared/json-service.ts';
import { anyNames } from '../../../shared/record.ts';
import type { Authorize } from '../acting-as.ts';

const named = v.object({ TableName: v.string() });
const indexed = v.object({ TableName: v.string(), IndexName: v.optional(v.string()) });
const batch = v.object({ RequestItems: anyNames(v.unknown()) });
const transaction = v.object({
  TransactItems: v.array(
    v.object({
      Get: v.optional(named),
      Put: v.optional(named),
      Update: v.optional(named),
      Delete: v.optional(named),
      ConditionCheck: v.optional(named),
    }),
  ),
});
const actionOfItem = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
} as const;

type Need = readonly [action: string, tableOrIndex: string];

/**
 * The DynamoDB API for whom `authorize` lets do it. Transactions need the action of each of their items, queries of an index that index.
 * Source: "Actions, resources, and condition keys for Amazon DynamoDB", Service Authorization Reference.
 */
export function authorizedCaller(call: JsonCaller, authorize: Authorize): JsonCaller {
  return async (operation, input) => {
    for (const [action, resource] of needs(operation, input))
      authorize(`dynamodb:${action}`, localArn('dynamodb', `table/${resource}`));
    return call(operation, input);
  };
}

function needs(operation: string, input: unknown): readonly Need[] {
  switch (operation) {
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.keys(v.parse(batch, input).RequestItems).map((table): Need => [operation, table]);
    case 'TransactGetItems':
    case 'TransactWriteItems':
      return v.parse(transaction, input).TransactItems.flatMap(needsOfItem);
    default: {
      const { TableName, IndexName } = v.parse(indexed, input);
      return [[operation, IndexName === undefined ? TableName : `${TableName}/index/${IndexName}`]];
    }
  }
}

function needsOfItem(item: v.InferOutput<typeof transaction>['TransactItems'][number]): Need[] {
  const kinds = ['Get', 'Put', 'Update', 'Delete', 'ConditionCheck'] as const;
  return kinds.flatMap((kind): Need[] => {
    const table = item[kind]?.TableName;
    return table === undefined ? [] : [[actionOfItem[kind], table]];
  });
}
