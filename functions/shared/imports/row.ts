import * as v from 'valibot';
import { ULID } from '../names.ts';

const Id = v.pipe(v.string(), v.regex(ULID));
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Instant = v.pipe(v.string(), v.isoTimestamp());

export const IMPORT_STATUSES = ['AWAITING_FILE', 'QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const;

/** What the workers leave for the next one. Rows count from 0, without the header. */
const Work = v.object({
  /** The key of what is imported: a copy, as whoever has the link can upload again. Absent until it has been read. */
  file: v.optional(v.string()),
  /** How many rows are done: what became of them is kept. */
  done: v.optional(Count, 0),
  /** The end of the chunk that may be under way: rows from there on are untouched. */
  opened: v.optional(Count, 0),
  /** The key of the certificates that were made for the chunk under way. Absent until all of them are. */
  certificates: v.optional(v.string()),
  /** Whether what could not be done time and again is not tried any more. */
  gaveUp: v.optional(v.boolean(), false),
  /** Whether all files are removed. */
  isTidy: v.optional(v.boolean(), false),
});

/** A row of the table `deviceImports`, as resolvers make it and the worker carries it on. Times are ISO 8601 in UTC with milliseconds. */
export const ImportRow = v.object({
  organizationId: Id,
  id: Id,
  createdAt: Instant,
  updatedAt: Instant,
  version: Count,
  requestedBy: Id,
  bytes: Count,
  withCredentials: v.boolean(),
  status: v.picklist(IMPORT_STATUSES),
  /** Without the header. */
  rows: v.optional(Count),
  succeeded: Count,
  failed: Count,
  error: v.optional(v.object({ type: v.string(), message: v.string() })),
  /** Who called `importDevices`, for the audit events of its devices. */
  begunBy: v.optional(v.object({ identityId: Id, name: v.string(), kind: v.picklist(['PERSON', 'SERVICE']) })),
  sourceIp: v.optional(v.string()),
  startedAt: v.optional(Instant),
  endedAt: v.optional(Instant),
  /** From when on there is no report any more; absent until there is one. */
  expiresAt: v.optional(Instant),
  /** Keys of the index `due`: by when somebody must look at the import again. Absent where nobody must. */
  shard: v.optional(v.string()),
  dueAt: v.optional(Instant),
  /** Who works on it, until when nobody else may. */
  lease: v.optional(v.object({ owner: v.string(), until: Instant })),
  work: v.optional(Work, {}),
  /** How often it was taken on since a worker last got on with it: what ends a worker at once cannot be counted at its end. */
  tries: v.optional(Count, 0),
  /** Epoch seconds. */
  removeAt: v.optional(Count),
});

export type ImportRow = v.InferOutput<typeof ImportRow>;
