import * as v from 'valibot';
import { notSupported, parseRequest } from '../../request-error.ts';
import { toPlainItem, wireItem, type WireItem } from '../attribute-values.ts';
import { expressionAttributes, expressionSchema, type Expression } from '../expressions.ts';
import { InvalidToken } from '../next-token.ts';
import { common, type Operation } from '../operation.ts';
import { dateOf, partitionOf, timeOf } from './delta-record.ts';
import { deltaStart, type VersionedSource } from './versioning.ts';

const DEFAULT_LIMIT = 100;
const MAXIMUM_LIMIT = 1000;
const DAY_MS = 86_400_000;
/** Other members that AppSync is known to take, though its reference does not have them, and one that it leaves unclear. */
const NOT_HERE = ['query', 'index', 'scanIndexForward', 'basePartitionKey'];

const syncSchema = v.strictObject({
  ...common,
  deltaIndexName: v.nullish(v.string()),
  limit: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAXIMUM_LIMIT))),
  nextToken: v.nullish(v.string()),
  lastSync: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0))),
  filter: v.nullish(expressionSchema),
});
type Request = v.InferOutput<typeof syncSchema>;

/** Where a sync goes on. Without a `since` it reads the table itself, else the changes since then. */
const positionSchema = v.object({
  startedAt: v.number(),
  since: v.optional(v.number()),
  /** The day whose changes are read, as any of its moments. */
  day: v.optional(v.number(), 0),
  key: v.optional(wireItem),
});
type Position = v.InferOutput<typeof positionSchema>;

const pageOutput = v.object({
  Items: v.array(wireItem),
  ScannedCount: v.number(),
  LastEvaluatedKey: v.optional(wireItem),
});

/**
 * `{items, nextToken, scannedCount, startedAt}`: everything, or what changed since `lastSync`, where the changes since then are all still recorded; every
 * version that an item has had since, deleted ones too. `startedAt` is of the first page, in milliseconds.
 * Source: Using DynamoDB sync operations on versioned data sources; JavaScript resolver function reference for DynamoDB, "Sync".
 */
export const sync: Operation<VersionedSource> = async (source, request) => {
  for (const name of NOT_HERE) if (isGiven(request, name)) throw notSupported(`${name} of a Sync`);
  const input = parseRequest(syncSchema, request);
  const position = typeof input.nextToken === 'string' ? continued(source, input.nextToken) : started(source, input);
  const { items, scannedCount, next } = await pageAt(source, input, position);
  return {
    result: {
      items: items.map(toPlainItem),
      nextToken: next ? source.tokens.seal(next, boundTo(source)) : null,
      scannedCount,
      startedAt: position.startedAt,
    },
  };
};

function started({ versioning }: VersionedSource, { lastSync }: Request): Position {
  const startedAt = versioning.clock();
  if (typeof lastSync !== 'number' || lastSync < deltaStart(versioning, startedAt)) return { startedAt, day: 0 };
  return { startedAt, since: lastSync, day: lastSync };
}

function continued(source: VersionedSource, token: string): Position {
  const position = v.safeParse(positionSchema, source.tokens.open(token, boundTo(source)));
  if (!position.success) throw new InvalidToken();
  return position.output;
}

const boundTo = ({ table, invocation }: VersionedSource): unknown => ['Sync', table, invocation.step];

interface Page {
  items: readonly WireItem[];
  scannedCount: number;
  next?: Position;
}

async function pageAt(source: VersionedSource, input: Request, position: Position): Promise<Page> {
  const limit = input.limit ?? DEFAULT_LIMIT;
  if (position.since === undefined) return scanTable(source, input, position, limit);
  const items: WireItem[] = [];
  let scannedCount = 0;
  let at = position;
  while (at.day < nextDay(source.versioning.clock())) {
    const page = await queryDay(source, input, at, limit - scannedCount);
    items.push(...page.items);
    scannedCount += page.scannedCount;
    if (page.next) return { items, scannedCount, next: page.next };
    const { key: _key, ...rest } = at;
    at = { ...rest, day: nextDay(at.day) };
    if (scannedCount >= limit && at.day <= source.versioning.clock()) return { items, scannedCount, next: at };
  }
  return { items, scannedCount };
}

const nextDay = (time: number): number => (Math.floor(time / DAY_MS) + 1) * DAY_MS;

async function scanTable(
  { call, table }: VersionedSource,
  { filter }: Request,
  position: Position,
  limit: number,
): Promise<Page> {
  const input = { TableName: table, ...filterInput(filter), ...expressionAttributes([filter]) };
  return page(await call('Scan', { ...input, ...pagingInput(position, limit) }), position);
}

/** The changes of one day: on the first those since the last sync, that moment's own among them. */
async function queryDay(
  { call, table, versioning }: VersionedSource,
  { filter, deltaIndexName }: Request,
  position: Position,
  limit: number,
): Promise<Page> {
  const prefix = typeof deltaIndexName === 'string' ? 'gsi_' : '';
  const isFirst = position.day === position.since;
  const condition: Expression = {
    expression: `#ds_pk = :ds_pk${isFirst ? ' AND #ds_sk >= :ds_sk' : ''}`,
    expressionNames: { '#ds_pk': `${prefix}ds_pk`, ...(isFirst && { '#ds_sk': `${prefix}ds_sk` }) },
    expressionValues: {
      ':ds_pk': { S: partitionOf(table, dateOf(position.day)) },
      ...(isFirst && { ':ds_sk': { S: timeOf(position.day) } }),
    },
  };
  const input = {
    TableName: versioning.deltaTable,
    ...(typeof deltaIndexName === 'string' && { IndexName: deltaIndexName }),
    KeyConditionExpression: condition.expression,
    ...filterInput(filter),
    ...expressionAttributes([condition, filter]),
  };
  return page(await call('Query', { ...input, ...pagingInput(position, limit) }), position);
}

function page(output: unknown, position: Position): Page {
  const { Items: items, ScannedCount: scannedCount, LastEvaluatedKey: key } = v.parse(pageOutput, output);
  return { items, scannedCount, ...(key && { next: { ...position, key } }) };
}

const filterInput = (filter: Expression | null | undefined): object =>
  filter ? { FilterExpression: filter.expression } : {};

const pagingInput = ({ key }: Position, Limit: number): object => ({ Limit, ...(key && { ExclusiveStartKey: key }) });

function isGiven(request: unknown, name: string): boolean {
  return v.is(v.looseObject({ [name]: v.nonNullish(v.unknown()) }), request);
}
