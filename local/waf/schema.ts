import * as v from 'valibot';
import { tagList } from '../shared/tags.ts';
import { one, statement } from './statement.ts';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(128), v.regex(/^[\w-]+$/));
const uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/));
const arn = v.pipe(v.string(), v.minLength(20), v.maxLength(2048), v.startsWith('arn:'));
/** Those of CloudFront are of another Region. */
const scope = v.literal('REGIONAL', 'Only the scope REGIONAL is supported here');
const description = v.pipe(v.string(), v.maxLength(256), v.regex(/^[\w+=:#@/\-,.][\w+=:#@/\-,.\s]+[\w+=:#@/\-,.]$/));
const page = {
  NextMarker: v.optional(v.string()),
  Limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 100),
};

const customRequest = v.exactOptional(v.looseObject({ InsertHeaders: v.array(v.looseObject({})) }));
const customResponse = v.exactOptional(
  v.looseObject({
    ResponseCode: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
    CustomResponseBodyKey: v.exactOptional(name),
  }),
);
const allow = v.strictObject({ CustomRequestHandling: customRequest });
const block = v.strictObject({ CustomResponse: customResponse });
const defaultAction = v.pipe(v.strictObject({ Allow: v.exactOptional(allow), Block: v.exactOptional(block) }), one());
const ruleAction = v.pipe(
  v.strictObject({
    Allow: v.exactOptional(allow),
    Block: v.exactOptional(block),
    Count: v.exactOptional(allow),
    Captcha: v.exactOptional(allow),
    Challenge: v.exactOptional(allow),
  }),
  one(),
);
const none = v.strictObject({});
const visibilityConfig = v.strictObject({
  SampledRequestsEnabled: v.boolean(),
  CloudWatchMetricsEnabled: v.boolean(),
  MetricName: v.pipe(v.string(), v.minLength(1), v.maxLength(128), v.regex(/^[\w#:./-]+$/)),
});
const rule = v.pipe(
  v.strictObject({
    Name: name,
    Priority: v.pipe(v.number(), v.integer(), v.minValue(0)),
    Statement: statement,
    Action: v.exactOptional(ruleAction),
    OverrideAction: v.exactOptional(
      v.pipe(v.strictObject({ Count: v.exactOptional(none), None: v.exactOptional(none) }), one()),
    ),
    RuleLabels: v.exactOptional(v.pipe(v.array(v.strictObject({ Name: v.string() })), v.maxLength(100))),
    VisibilityConfig: visibilityConfig,
    CaptchaConfig: v.exactOptional(v.looseObject({})),
    ChallengeConfig: v.exactOptional(v.looseObject({})),
  }),
  v.check(
    ({ Statement, Action, OverrideAction }) =>
      (Statement.ManagedRuleGroupStatement ? OverrideAction : Action) !== undefined &&
      (Action === undefined || OverrideAction === undefined),
    'A rule group has an OverrideAction, and any other statement an Action',
  ),
);
const unique = (what: string, of: (each: v.InferOutput<typeof rule>) => unknown) =>
  v.check(
    (rules: v.InferOutput<typeof rule>[]) => new Set(rules.map(of)).size === rules.length,
    `Each rule must have another ${what}`,
  );

/** What a web ACL is given when it is made, and again when it is changed; and what is kept. */
export const settings = {
  DefaultAction: defaultAction,
  Description: v.exactOptional(description),
  Rules: v.optional(
    v.pipe(
      v.array(rule),
      unique('name', ({ Name }) => Name),
      unique('priority', ({ Priority }) => Priority),
    ),
    [],
  ),
  VisibilityConfig: visibilityConfig,
  CustomResponseBodies: v.exactOptional(
    v.record(
      name,
      v.strictObject({ ContentType: v.picklist(['TEXT_PLAIN', 'TEXT_HTML', 'APPLICATION_JSON']), Content: v.string() }),
    ),
  ),
  CaptchaConfig: v.exactOptional(v.looseObject({})),
  ChallengeConfig: v.exactOptional(v.looseObject({})),
  TokenDomains: v.exactOptional(v.array(v.string())),
  AssociationConfig: v.exactOptional(v.looseObject({})),
};
export const keptSettings = v.object(settings);

const tags = v.optional(tagList, []);
const identity = { Name: name, Scope: scope, Id: uuid };
export const createAcl = v.strictObject({ Name: name, Scope: scope, ...settings, Tags: tags });
export const getAcl = v.pipe(
  v.strictObject({ Name: v.optional(name), Scope: v.optional(scope), Id: v.optional(uuid), ARN: v.optional(arn) }),
  v.check(
    ({ Name, Scope, Id, ARN }) => ARN !== undefined || (Name !== undefined && Scope !== undefined && Id !== undefined),
    'Expected ARN, or Name, Scope and Id',
  ),
);
export const updateAcl = v.strictObject({ ...identity, ...settings, LockToken: uuid });
export const deleteAcl = v.strictObject({ ...identity, LockToken: uuid });
export const listAcls = v.strictObject({ Scope: scope, ...page });
export const associate = v.strictObject({ WebACLArn: arn, ResourceArn: arn });
export const ofResource = v.strictObject({ ResourceArn: arn });
export const listResources = v.strictObject({
  WebACLArn: arn,
  ResourceType: v.optional(v.string(), 'APPLICATION_LOAD_BALANCER'),
});

export const loggingConfiguration = v.strictObject({
  ResourceArn: arn,
  LogDestinationConfigs: v.pipe(
    v.array(
      v.pipe(v.string(), v.regex(/[:/]aws-waf-logs-/, 'The name of a log destination begins with aws-waf-logs-')),
    ),
    v.length(1),
  ),
  RedactedFields: v.exactOptional(v.array(v.looseObject({}))),
  LoggingFilter: v.exactOptional(v.looseObject({})),
  LogType: v.exactOptional(v.literal('WAF_LOGS')),
  LogScope: v.exactOptional(v.literal('CUSTOMER')),
  ManagedByFirewallManager: v.exactOptional(v.literal(false)),
});
export const putLogging = v.strictObject({ LoggingConfiguration: loggingConfiguration });
const logOf = { LogType: v.optional(v.literal('WAF_LOGS')), LogScope: v.optional(v.literal('CUSTOMER')) };
export const oneLogging = v.strictObject({ ResourceArn: arn, ...logOf });
export const listLogging = v.strictObject({ Scope: scope, ...page, LogScope: logOf.LogScope });

export const listTags = v.strictObject({ ResourceARN: arn, ...page });
export const tagResource = v.strictObject({ ResourceARN: arn, Tags: v.pipe(tagList, v.minLength(1)) });
export const untagResource = v.strictObject({ ResourceARN: arn, TagKeys: v.pipe(v.array(v.string()), v.minLength(1)) });
