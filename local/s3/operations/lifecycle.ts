import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { xmlAnswer } from '../answer.ts';
import { readXmlBody } from '../body/xml-body.ts';
import { invalidArgument, invalidRequest, malformedXml, noSuchBucket, notImplemented, s3Error } from '../errors.ts';
import type { Operation } from '../operation.ts';
import { putBucket } from '../store/object-index.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { BucketRecord, LifecycleRule } from '../store/records.ts';
import { orEmpty, repeated } from '../xml.ts';
import type { XmlElements } from '../../shared/xml.ts';

const days = v.pipe(v.string(), v.trim(), v.regex(/^-?\d{1,9}$/), v.transform(Number));

const rule = v.object({
  ID: v.optional(v.pipe(v.string(), v.maxLength(255))),
  Status: v.picklist(['Enabled', 'Disabled']),
  Prefix: v.optional(v.string()),
  Filter: v.optional(
    orEmpty(
      v.object({
        Prefix: v.optional(v.string()),
        Tag: v.optional(v.unknown()),
        And: v.optional(v.unknown()),
        ObjectSizeGreaterThan: v.optional(v.unknown()),
        ObjectSizeLessThan: v.optional(v.unknown()),
      }),
    ),
  ),
  Expiration: v.optional(
    v.object({
      Days: v.optional(days),
      Date: v.optional(v.string()),
      ExpiredObjectDeleteMarker: v.optional(v.unknown()),
    }),
  ),
  AbortIncompleteMultipartUpload: v.optional(v.object({ DaysAfterInitiation: days })),
  Transition: v.optional(v.unknown()),
  NoncurrentVersionTransition: v.optional(v.unknown()),
  NoncurrentVersionExpiration: v.optional(v.unknown()),
});
const configuration = v.object({ Rule: repeated(rule) });

/** What S3 says of the setting for transitions, which are not supported here. */
const HEADERS = { 'x-amz-transition-default-minimum-object-size': 'all_storage_classes_128K' };

export const putLifecycleConfiguration: Operation = async (context) => {
  const { request, store } = context;
  await store.requireBucket(request.bucket);
  const { Rule: rules } = await readXmlBody(context, 'LifecycleConfiguration', configuration);
  if (rules.length === 0 || rules.length > 1000) throw malformedXml();
  await setLifecycle(store, request.bucket, rules.map(parseRule));
  return { headers: HEADERS };
};

export const getLifecycleConfiguration: Operation = async ({ request, store }) => {
  const { lifecycle } = await store.requireBucket(request.bucket);
  if (lifecycle.length === 0)
    throw s3Error('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', 404, {
      BucketName: request.bucket,
    });
  return xmlAnswer('LifecycleConfiguration', { Rule: lifecycle.map(describeRule) }, HEADERS);
};

export const deleteLifecycleConfiguration: Operation = async ({ request, store }) => {
  await store.requireBucket(request.bucket);
  await setLifecycle(store, request.bucket, []);
  return { status: 204 };
};

export async function setLifecycle(store: ObjectStore, bucket: string, lifecycle: LifecycleRule[]): Promise<void> {
  if (new Set(lifecycle.map(({ id }) => id)).size < lifecycle.length)
    throw invalidArgument('ID', '', 'Rule ID must be unique. Found same ID for more than one rule');
  await changeBucket(store, bucket, (record) => ({ ...record, lifecycle }));
  store.rulesChanged(bucket);
}

export async function changeBucket(
  store: ObjectStore,
  bucket: string,
  change: (record: BucketRecord) => BucketRecord,
): Promise<void> {
  await store.inTurn(bucket, async () => {
    const record = await store.index.bucket(bucket);
    if (!record) throw noSuchBucket(bucket);
    await store.index.write([putBucket(bucket, change(record))]);
  });
}

function parseRule(given: v.InferOutput<typeof rule>): LifecycleRule {
  refuseUnsupported(given);
  const { ID, Status, Prefix, Filter, Expiration, AbortIncompleteMultipartUpload: abort } = given;
  if ((Prefix === undefined) === (Filter === undefined)) throw malformedXml();
  if (!Expiration && !abort) throw invalidRequest('At least one action needs to be specified in a rule');
  if (Expiration && (Expiration.Days === undefined) === (Expiration.Date === undefined)) throw malformedXml();
  return {
    id: ID ?? randomUUID(),
    enabled: Status === 'Enabled',
    prefix: Prefix ?? Filter?.Prefix ?? '',
    legacy: Prefix !== undefined,
    ...(Filter && Filter.Prefix === undefined && { bareFilter: true }),
    ...(Expiration?.Days !== undefined && { expirationDays: positive(Expiration.Days, 'Expiration') }),
    ...(Expiration?.Date !== undefined && { expirationDate: midnight(Expiration.Date) }),
    ...(abort && {
      abortUploadsAfterDays: positive(abort.DaysAfterInitiation, 'AbortIncompleteMultipartUpload'),
    }),
  };
}

function refuseUnsupported(given: v.InferOutput<typeof rule>): void {
  const { Filter, Expiration } = given;
  const unsupported = {
    Transition: given.Transition,
    NoncurrentVersionTransition: given.NoncurrentVersionTransition,
    NoncurrentVersionExpiration: given.NoncurrentVersionExpiration,
    ExpiredObjectDeleteMarker: Expiration?.ExpiredObjectDeleteMarker,
    'Filter.Tag': Filter?.Tag,
    'Filter.And': Filter?.And,
    'Filter.ObjectSizeGreaterThan': Filter?.ObjectSizeGreaterThan,
    'Filter.ObjectSizeLessThan': Filter?.ObjectSizeLessThan,
  };
  for (const [name, value] of Object.entries(unsupported))
    if (value !== undefined) throw notImplemented(`${name} in a lifecycle rule`);
}

function positive(value: number, action: string): number {
  if (value > 0) return value;
  throw invalidArgument('Days', String(value), `'Days' for ${action} action must be a positive integer`);
}

function midnight(date: string): number {
  const time = Date.parse(date);
  if (Number.isNaN(time)) throw malformedXml();
  if (time % (24 * 60 * 60 * 1000) !== 0) throw invalidArgument('Date', date, "'Date' must be at midnight GMT");
  return time;
}

function describeRule(given: LifecycleRule): XmlElements {
  const { id, enabled, prefix, legacy, bareFilter, expirationDays, expirationDate, abortUploadsAfterDays } = given;
  const expires = expirationDays !== undefined || expirationDate !== undefined;
  return {
    ID: id,
    ...(legacy ? { Prefix: prefix } : { Filter: bareFilter === true ? {} : { Prefix: prefix } }),
    Status: enabled ? 'Enabled' : 'Disabled',
    Expiration: expires
      ? {
          Days: expirationDays,
          Date: expirationDate === undefined ? undefined : new Date(expirationDate).toISOString(),
        }
      : undefined,
    AbortIncompleteMultipartUpload:
      abortUploadsAfterDays === undefined ? undefined : { DaysAfterInitiation: abortUploadsAfterDays },
  };
}
