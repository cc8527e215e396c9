import * as v from 'valibot';
import { localArn } from '../../shared/arns.ts';
import { anyNames } from '../../shared/record.ts';
import { openRecords, type Collections } from '../../shared/records.ts';
import { tagMap } from '../../shared/tags.ts';

const action = v.object({ sqs: v.object({ queueUrl: v.string(), roleArn: v.string(), useBase64: v.boolean() }) });

const rule = v.object({
  ruleName: v.string(),
  sql: v.string(),
  description: v.optional(v.string()),
  ruleDisabled: v.boolean(),
  awsIotSqlVersion: v.string(),
  actions: v.array(action),
  errorAction: v.optional(action),
  /** Milliseconds since the epoch, as all times here. */
  createdAt: v.number(),
});

export const certificateStatus = v.picklist(['ACTIVE', 'INACTIVE', 'REVOKED']);

const policy = v.object({
  policyName: v.string(),
  /** The oldest first. */
  versions: v.array(v.object({ id: v.number(), document: v.string(), createdAt: v.number() })),
  defaultVersion: v.number(),
  /** The number of the newest version there ever was. */
  lastVersion: v.number(),
  generationId: v.string(),
  createdAt: v.number(),
  modifiedAt: v.number(),
});

/** The policies of a principal. By the principal, as a policy may be attached to many thousands of them. */
const attachment = v.object({ target: v.string(), policyNames: v.array(v.string()) });

const certificate = v.object({
  /** SHA-256 of the DER, in hexadecimal. */
  certificateId: v.string(),
  certificatePem: v.string(),
  status: certificateStatus,
  /** SNI_ONLY where no authority is registered for it. */
  certificateMode: v.picklist(['DEFAULT', 'SNI_ONLY']),
  createdAt: v.number(),
  modifiedAt: v.number(),
  notBefore: v.number(),
  notAfter: v.number(),
  /** Counts the changes. */
  customerVersion: v.number(),
  generationId: v.string(),
});

const thing = v.object({
  thingName: v.string(),
  thingId: v.string(),
  thingTypeName: v.optional(v.string()),
  attributes: anyNames(v.string()),
  version: v.number(),
  principals: v.array(v.string()),
});

const thingType = v.object({
  thingTypeName: v.string(),
  thingTypeId: v.string(),
  description: v.optional(v.string()),
  searchableAttributes: v.array(v.string()),
  createdAt: v.number(),
  /** Absent while it is not deprecated. */
  deprecatedAt: v.optional(v.number()),
});

const loggingOptions = v.object({
  roleArn: v.optional(v.string()),
  defaultLogLevel: v.string(),
  disableAllLogs: v.boolean(),
  eventConfigurations: v.optional(
    v.array(
      v.object({ eventType: v.string(), logLevel: v.optional(v.string()), logDestination: v.optional(v.string()) }),
    ),
  ),
});

const loggingLevel = v.object({ targetType: v.string(), targetName: v.optional(v.string()), logLevel: v.string() });

/**
 * `tags` are by ARN, `attachment` by target, `certificate` by id, `loggingOptions` has one record, and all others are by name. Tags are put before their resource and
 * deleted after it, without waiting between: what is there has them, and no other request sees the one without the other.
 */
const schemas = {
  attachment,
  certificate,
  loggingLevel,
  loggingOptions,
  policy,
  rule,
  tags: tagMap,
  thing,
  thingType,
};

export type RuleRecord = v.InferOutput<typeof rule>;
export type PolicyRecord = v.InferOutput<typeof policy>;
export type CertificateRecord = v.InferOutput<typeof certificate>;
export type ThingRecord = v.InferOutput<typeof thing>;
export type ThingTypeRecord = v.InferOutput<typeof thingType>;
export type LoggingLevel = v.InferOutput<typeof loggingLevel>;
export type IotRecords = Collections<typeof schemas>;

/** What the account has of AWS IoT. @throws as {@link openRecords} */
export const openIotRecords = (directory: string): ReturnType<typeof openRecords<typeof schemas>> =>
  openRecords(directory, schemas);

export const ruleArn = (name: string): string => localArn('iot', `rule/${name}`);
export const policyArn = (name: string): string => localArn('iot', `policy/${name}`);
export const certificateArn = (id: string): string => localArn('iot', `cert/${id}`);
export const thingArn = (name: string): string => localArn('iot', `thing/${name}`);
export const thingTypeArn = (name: string): string => localArn('iot', `thingtype/${name}`);

/** Times are seconds in JSON. */
export const seconds = (milliseconds: number): number => milliseconds / 1000;
