import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  TransactionCanceledException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { Expressions } from '../dynamodb/expressions.ts';
import type { Update } from '../dynamodb/expressions.ts';
import { Overtaken } from './errors.ts';

/** Attributes that no client sees: a change of them alone is no new version of the job. */
const INTERNAL: ReadonlySet<string> = new Set(['work', 'tries']);

export interface JobKey {
  organizationId: string;
  id: string;
}

/** The job as a worker last saw it: what it may be changed from. */
export interface SeenJob extends JobKey {
  status: string;
  deletedAt?: string | undefined;
}

interface LeasedRow extends SeenJob {
  lease?: { owner: string; until: string } | undefined;
}

/** @param Row what a row of the table is @param clock milliseconds since 1970 */
interface Options<Schema> {
  client: DynamoDBClient;
  table: string;
  Row: Schema;
  clock: () => number;
}

/**
 * A table of jobs, partition `organizationId`, sort `id`, of which workers take one each: `lease` says who has it and until when, `dueAt` by when
 * somebody must look at it, `tries` how often it was taken on since a worker last got on with it. A change is made only while the worker's lease holds
 * and the job is as it was seen: otherwise it rejects with {@link Overtaken}, and nothing is changed.
 */
export function leasedTable<Schema extends v.GenericSchema<unknown, LeasedRow>>({
  client,
  table,
  Row,
  clock,
}: Options<Schema>) {
  type Job = v.InferOutput<Schema>;
  const now = (): string => new Date(clock()).toISOString();
  const rowOf = (item: Record<string, AttributeValue> | undefined): Job => v.parse(Row, item && unmarshall(item));

  function held(expressions: Expressions, seen: SeenJob, owner: string) {
    const { status, deletedAt } = seen;
    const lease = `${expressions.name('lease')}.${expressions.name('owner')} = ${expressions.value(owner)}`;
    const deleted = `${deletedAt === undefined ? 'attribute_not_exists' : 'attribute_exists'}(${expressions.name('deletedAt')})`;
    return {
      TableName: table,
      Key: keyOf(seen),
      ConditionExpression: `${lease} AND ${expressions.name('status')} = ${expressions.value(status)} AND ${deleted}`,
      ...expressions.attributes,
    };
  }

  /** The members of an update that is made only while the job is the owner's and as it was seen. */
  function heldUpdate(seen: SeenJob, owner: string, change: Update) {
    const expressions = new Expressions();
    const UpdateExpression = expressions.update(change);
    return { UpdateExpression, ...held(expressions, seen, owner) };
  }

  /** A change that clients can see. */
  function newVersion({ set, remove, add }: Update): Update {
    return { set: { ...set, updatedAt: now() }, remove: remove ?? [], add: { ...add, version: 1 } };
  }

  async function update(seen: SeenJob, owner: string, change: Update): Promise<Job> {
    const request = new UpdateItemCommand({ ...heldUpdate(seen, owner, change), ReturnValues: 'ALL_NEW' });
    const { Attributes } = await client.send(request).catch(refusedAsOvertaken);
    return rowOf(Attributes);
  }

  return {
    heldUpdate,
    newVersion,
    update,

    /** Sets attributes: a new version, unless no client sees any of them. */
    change(seen: SeenJob, owner: string, attributes: Record<string, unknown>): Promise<Job> {
      const isVisible = Object.keys(attributes).some((name) => !INTERNAL.has(name));
      return update(seen, owner, isVisible ? newVersion({ set: attributes }) : { set: attributes });
    },

    /** The members of a deletion, as of {@link heldUpdate}. */
    heldDelete: (seen: SeenJob, owner: string) => held(new Expressions(), seen, owner),

    /** Takes the job for `owner` until a time; undefined where another worker has it, nobody has to look at it, or there is none. */
    async lease(key: JobKey, owner: string, until: string): Promise<Job | undefined> {
      const expressions = new Expressions();
      const lease = expressions.name('lease');
      const isFree = `attribute_not_exists(${lease}) OR ${lease}.${expressions.name('until')} <= ${expressions.value(now())}`;
      // The client asks again where an answer did not come, and then meets its own lease.
      const isOwn = `${lease}.${expressions.name('owner')} = ${expressions.value(owner)}`;
      const request = new UpdateItemCommand({
        TableName: table,
        Key: keyOf(key),
        UpdateExpression: expressions.update({ set: { lease: { owner, until }, dueAt: until }, add: { tries: 1 } }),
        ConditionExpression: `attribute_exists(${expressions.name('dueAt')}) AND (${isFree} OR ${isOwn})`,
        ...expressions.attributes,
        ReturnValues: 'ALL_NEW',
      });
      try {
        return rowOf((await client.send(request)).Attributes);
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;
      }
    },

    /** Reads the job if it is still `owner`'s. */
    async reload(key: JobKey, owner: string): Promise<Job | undefined> {
      const request = new GetItemCommand({ TableName: table, Key: keyOf(key), ConsistentRead: true });
      const { Item } = await client.send(request);
      const row = Item && rowOf(Item);
      return row?.lease?.owner === owner ? row : undefined;
    },
  };
}

/** A failed condition on the job rejects as {@link Overtaken}, all else as it is. In a transaction the job comes first. */
export function refusedAsOvertaken(error: unknown): never {
  const isRefused =
    error instanceof ConditionalCheckFailedException ||
    (error instanceof TransactionCanceledException &&
      error.CancellationReasons?.[0]?.Code === 'ConditionalCheckFailed');
  throw isRefused ? new Overtaken('The job is not as it was', { cause: error }) : error;
}

/** What gives a job back. @param dueAt when somebody must look at it again; null where nobody must */
export function releasing(dueAt: string | null): Update {
  return dueAt === null ? { remove: ['lease', 'dueAt'] } : { set: { dueAt }, remove: ['lease'] };
}

function keyOf({ organizationId, id }: JobKey): Record<string, AttributeValue> {
  return marshall({ organizationId, id });
}
