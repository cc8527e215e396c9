import * as v from 'valibot';
import { anyNames } from '../shared/record.ts';
import { tagMap } from '../shared/tags.ts';

/** Source: Amazon CloudWatch Logs API Reference, "PutRetentionPolicy". */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const groupName = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(512),
  v.regex(/^[.\-_/#A-Za-z0-9]+$/, 'Expected letters, digits and . - _ / #'),
);
const names = (what: RegExp, maximum: number) => v.pipe(v.string(), v.maxLength(maximum), v.regex(what));
const streamName = v.pipe(names(/^[^:*]*$/, 512), v.minLength(1));
const filterName = v.pipe(names(/^[^:*]*$/, 512), v.minLength(1));
const metricName = names(/^[^:*$]*$/, 255);
const keyArn = v.pipe(
  v.string(),
  v.maxLength(256),
  v.regex(/^arn:aws:kms:[^:]*:\d{12}:key\/.+$/, 'Expected the ARN of a key'),
);
const groupClass = v.picklist(['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']);
const limit = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)), 50);
const eventsLimit = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)), 10_000);
const time = v.pipe(v.number(), v.integer(), v.minValue(0));
const token = v.optional(v.pipe(v.string(), v.minLength(1)));
export const tags = v.pipe(
  tagMap,
  v.check(
    (all) => Object.keys(all).every((key) => key.length >= 1 && key.length <= 128),
    'A key has 1 to 128 characters',
  ),
  v.check((all) => Object.values(all).every((value) => value.length <= 256), 'A value has at most 256 characters'),
);

export const createGroup = v.strictObject({
  logGroupName: groupName,
  kmsKeyId: v.optional(keyArn),
  tags: v.optional(tags, {}),
  logGroupClass: v.optional(groupClass, 'STANDARD'),
  deletionProtectionEnabled: v.optional(v.boolean(), false),
});
export const oneGroup = v.strictObject({ logGroupName: groupName });
export const describeGroups = v.strictObject({
  logGroupNamePrefix: v.optional(groupName),
  logGroupNamePattern: v.optional(v.pipe(v.string(), v.maxLength(512))),
  logGroupClass: v.optional(groupClass),
  includeLinkedAccounts: v.optional(v.literal(false)),
  limit,
  nextToken: token,
});
export const putRetention = v.strictObject({
  logGroupName: groupName,
  retentionInDays: v.picklist(RETENTION_DAYS, `Expected one of ${RETENTION_DAYS.join(', ')}`),
});
export const associateKey = v.strictObject({ logGroupName: groupName, kmsKeyId: keyArn });
export const protection = v.strictObject({ logGroupIdentifier: v.string(), deletionProtectionEnabled: v.boolean() });
const resource = { resourceArn: v.string() };
export const oneResource = v.strictObject(resource);
export const tagResource = v.strictObject({ ...resource, tags });
export const untagResource = v.strictObject({ ...resource, tagKeys: v.array(v.string()) });

export const metricTransformation = v.pipe(
  v.strictObject({
    metricName,
    metricNamespace: metricName,
    metricValue: v.pipe(v.string(), v.maxLength(100)),
    defaultValue: v.exactOptional(v.number()),
    dimensions: v.exactOptional(anyNames(v.string())),
    unit: v.exactOptional(v.string()),
  }),
  v.check(({ dimensions = {} }) => Object.keys(dimensions).length <= 3, 'A metric filter has at most 3 dimensions'),
  v.check(
    ({ defaultValue, dimensions }) => defaultValue === undefined || dimensions === undefined,
    'A metric with dimensions has no default value',
  ),
);
const filterPattern = v.pipe(v.string(), v.maxLength(1024));
export const putMetricFilter = v.strictObject({
  logGroupName: groupName,
  filterName,
  filterPattern,
  metricTransformations: v.pipe(v.array(metricTransformation), v.length(1)),
  applyOnTransformedLogs: v.optional(v.literal(false, 'Log transformers are not supported here')),
});
export const describeMetricFilters = v.pipe(
  v.strictObject({
    logGroupName: v.optional(groupName),
    filterNamePrefix: v.optional(filterName),
    metricName: v.optional(metricName),
    metricNamespace: v.optional(metricName),
    limit,
    nextToken: token,
  }),
  v.check(
    (input) => (input.metricName === undefined) === (input.metricNamespace === undefined),
    'metricName and metricNamespace go together',
  ),
);
export const deleteMetricFilter = v.strictObject({ logGroupName: groupName, filterName });

export const oneStream = v.strictObject({ logGroupName: groupName, logStreamName: streamName });
/** A log group is named by its name or, newer, by its name or ARN. */
const identified = { logGroupName: v.optional(groupName), logGroupIdentifier: v.optional(v.string()) };
export const describeStreams = v.strictObject({
  ...identified,
  logStreamNamePrefix: v.optional(streamName),
  orderBy: v.optional(v.picklist(['LogStreamName', 'LastEventTime']), 'LogStreamName'),
  descending: v.optional(v.boolean(), false),
  limit,
  nextToken: token,
});
export const putEvents = v.strictObject({
  logGroupName: groupName,
  logStreamName: streamName,
  logEvents: v.pipe(
    v.array(v.strictObject({ timestamp: time, message: v.pipe(v.string(), v.minLength(1)) })),
    v.minLength(1),
    v.maxLength(10_000),
  ),
  // Taken and ignored, as AWS has it since streams need none.
  sequenceToken: v.optional(v.string()),
});
export const filterEvents = v.strictObject({
  ...identified,
  logStreamNames: v.optional(v.pipe(v.array(streamName), v.minLength(1), v.maxLength(100))),
  logStreamNamePrefix: v.optional(streamName),
  startTime: v.optional(time),
  endTime: v.optional(time),
  filterPattern: v.optional(filterPattern, ''),
  limit: eventsLimit,
  nextToken: token,
  interleaved: v.optional(v.boolean()),
});
export const getEvents = v.strictObject({
  ...identified,
  logStreamName: streamName,
  startTime: v.optional(time),
  endTime: v.optional(time),
  limit: eventsLimit,
  nextToken: token,
  startFromHead: v.optional(v.boolean(), false),
});
