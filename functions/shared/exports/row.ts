import * as v from 'valibot';
import { METRIC_NAME, ULID } from '../names.ts';
import { STATISTICS } from '../readings/store.ts';
import { isStorable, parseTime } from '../time.ts';

const Id = v.pipe(v.string(), v.regex(ULID));
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Instant = v.pipe(v.string(), v.isoTimestamp());
/** A time of readings, to the nanosecond. */
const ReadingTime = v.pipe(
  v.string(),
  v.transform(parseTime),
  v.bigint(),
  v.check(isStorable, 'is no time that a reading can have'),
);
const SECONDS = { S: 1n, M: 60n, H: 3600n, D: 86_400n } as const;
/** An ISO 8601 duration of one unit: nanoseconds of `PT15M`. */
const Window = v.pipe(
  v.string(),
  v.regex(/^P(?:[1-9]\d{0,2}D|T[1-9]\d{0,8}[HMS])$/),
  v.transform(
    (text) => BigInt(text.replace(/\D/g, '')) * SECONDS[text.slice(-1) as keyof typeof SECONDS] * 1_000_000_000n,
  ),
);

export const EXPORT_STATUSES = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED'] as const;

/** What was asked for. Lists and members that were left out are null. */
const Request = v.object({
  deviceIds: v.nullable(v.pipe(v.array(Id), v.minLength(1))),
  metrics: v.nullable(v.pipe(v.array(v.pipe(v.string(), v.regex(METRIC_NAME))), v.minLength(1))),
  from: ReadingTime,
  to: ReadingTime,
  format: v.picklist(['CSV', 'PARQUET']),
  layout: v.picklist(['LONG', 'WIDE']),
  window: v.nullable(Window),
  statistics: v.nullable(v.pipe(v.array(v.picklist(STATISTICS)), v.minLength(1))),
});

const Recipient = v.object({
  identityId: Id,
  status: v.picklist(['PENDING', 'SENT', 'FAILED']),
  /** How often a mail was begun to be sent. */
  attempts: Count,
  /** SHA-256, in hexadecimal, of each secret that was put into a link for them: one an attempt, for an earlier mail may have gone out after all. */
  secretHashes: v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  error: v.optional(v.string()),
});

const File = v.object({ name: v.string(), key: v.string(), bytes: Count, rows: v.optional(Count) });

/** A multipart upload that is under way: all parts up to `parts` are there, and hold all rows up to `position`. */
const Upload = v.object({
  id: v.string(),
  key: v.string(),
  parts: Count,
  position: v.nullable(v.string()),
  rows: Count,
  bytes: Count,
  /** Names the parts: another worker, overtaken since, may still upload one of the same number with other rows. */
  digest: v.optional(v.string(), ''),
  /** Whether the last part is there, so that the upload only has to be completed. */
  isWhole: v.boolean(),
});

/** What the workers leave for the next one. */
const Work = v.object({
  /** Whether the devices' names and units of this export are kept. */
  hasDevices: v.optional(v.boolean(), false),
  /** The state of the extraction, and whether it is done. */
  extraction: v.optional(v.object({ state: v.string(), done: v.boolean() })),
  upload: v.optional(Upload),
  /** How many uploads were gone before they were completed. */
  lostUploads: v.optional(Count, 0),
  /** All was removed, but is to be removed again from then on: until then something may be written still. */
  discardAgainAt: v.optional(Instant),
  /** Whether nothing is left that only the making needed. */
  isTidy: v.optional(v.boolean(), false),
});

/** A row of the table `exports`, as resolvers make it and the export functions carry it on. Times are ISO 8601 in UTC with milliseconds. */
export const ExportRow = v.object({
  organizationId: Id,
  id: Id,
  createdAt: Instant,
  updatedAt: Instant,
  version: Count,
  requestedBy: Id,
  request: Request,
  recipients: v.array(Recipient),
  status: v.picklist(EXPORT_STATUSES),
  /** In percent. */
  progress: Count,
  rows: v.optional(Count),
  bytes: v.optional(Count),
  files: v.optional(v.array(File), []),
  error: v.optional(v.object({ type: v.string(), message: v.string() })),
  startedAt: v.optional(Instant),
  endedAt: v.optional(Instant),
  expiresAt: v.optional(Instant),
  /** Set by `deleteExport`: for clients the export is gone, and the worker removes what there is of it, the row last. */
  deletedAt: v.optional(Instant),
  /** Keys of the index `due`: by when somebody must look at the export again. Absent where nobody must. */
  shard: v.optional(v.string()),
  dueAt: v.optional(Instant),
  /** Who works on it, until when nobody else may. */
  lease: v.optional(v.object({ owner: v.string(), until: Instant })),
  work: v.optional(Work, {}),
  /** How often it was taken on since a worker last got on with it: what ends a worker at once cannot be counted at its end. */
  tries: v.optional(Count, 0),
});

export type ExportRow = v.InferOutput<typeof ExportRow>;
export type ExportRecipient = v.InferOutput<typeof Recipient>;
export type ExportUpload = v.InferOutput<typeof Upload>;
export type ExportFile = v.InferOutput<typeof File>;
