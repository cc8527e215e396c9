import * as v from 'valibot';
import type { DataSourceAnswer } from '../../types.ts';
import { parseRequest } from '../request-error.ts';
import { storedItem, toPlainItem, wireItem } from './attribute-values.ts';
import { expressionAttributes, expressionSchema, projectionSchema } from './expressions.ts';
import { common, type Operation, type Source } from './operation.ts';

const paging = {
  ...common,
  index: v.nullish(v.string()),
  limit: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1))),
  nextToken: v.nullish(v.string()),
  consistentRead: v.nullish(v.boolean()),
  select: v.nullish(v.picklist(['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES'])),
  filter: v.nullish(expressionSchema),
  projection: v.nullish(projectionSchema),
};
const querySchema = v.strictObject({ ...paging, query: expressionSchema, scanIndexForward: v.nullish(v.boolean()) });
const scanSchema = v.strictObject({
  ...paging,
  totalSegments: v.nullish(v.number()),
  segment: v.nullish(v.number()),
});
type Paging = v.InferOutput<v.ObjectSchema<typeof paging, undefined>>;

const pageOutput = v.object({
  Items: v.array(storedItem),
  ScannedCount: v.number(),
  LastEvaluatedKey: v.optional(wireItem),
});

/** `{items, nextToken, scannedCount}`, `nextToken` being `null` on the last page. */
export const query: Operation = async (source, request) => {
  const input = parseRequest(querySchema, request);
  const { query: condition, filter, projection, scanIndexForward } = input;
  return page(source, 'Query', input, {
    KeyConditionExpression: condition.expression,
    ScanIndexForward: scanIndexForward ?? true,
    ...expressionAttributes([condition, filter, projection]),
  });
};

/** As `query`, of the whole table or index. */
export const scan: Operation = async (source, request) => {
  const input = parseRequest(scanSchema, request);
  const { filter, projection, totalSegments, segment } = input;
  return page(source, 'Scan', input, {
    ...present({ TotalSegments: totalSegments, Segment: segment }),
    ...expressionAttributes([filter, projection]),
  });
};

async function page(
  { call, table, tokens, invocation }: Source,
  operation: 'Query' | 'Scan',
  { index, limit, nextToken, consistentRead, select, filter, projection }: Paging,
  members: object,
): Promise<DataSourceAnswer> {
  // DynamoDB itself refuses a start that does not suit the key condition.
  const boundTo = [operation, table, index, invocation.step];
  const input = {
    TableName: table,
    ...present({ IndexName: index, Limit: limit, ConsistentRead: consistentRead, Select: select }),
    ...(typeof nextToken === 'string' && { ExclusiveStartKey: tokens.open(nextToken, boundTo) }),
    ...(filter && { FilterExpression: filter.expression }),
    ...(projection && { ProjectionExpression: projection.expression }),
    ...members,
  };
  const { Items, ScannedCount, LastEvaluatedKey } = v.parse(pageOutput, await call(operation, input));
  return {
    result: {
      items: Items.map(toPlainItem),
      nextToken: LastEvaluatedKey ? tokens.seal(LastEvaluatedKey, boundTo) : null,
      scannedCount: ScannedCount,
    },
  };
}

/** The members that have a value. */
function present(members: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null && value !== undefined));
}
