import * as v from 'valibot';
import { parseInputOr } from '../../shared/parse-input.ts';
import { anyNames } from '../../shared/record.ts';
import { ACCOUNT_LIMITS } from '../requests/throttle.ts';
import { badRequest } from '../errors.ts';
import { LAMBDA_URI } from '../integration-uri.ts';

/** Inputs, by the names that they have on the wire; a member that is missing here is refused by name. Source: API Gateway Version 2 API Reference. */

export function parse<const Schema extends v.GenericSchema>(schema: Schema, input: unknown): v.InferOutput<Schema> {
  return parseInputOr(badRequest, schema, input);
}

/** Parses the input of an operation. What it has beside these members is not supported here. */
export function members<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.strictObject(entries, (issue) =>
    issue.expected === 'never' ? 'This is not supported here.' : `Expected ${issue.expected}.`,
  );
}

function integer(least: number, most: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
}
function text(least: number, most: number) {
  return v.pipe(v.string(), v.minLength(least), v.maxLength(most));
}
function form(pattern: RegExp, message: string) {
  return v.pipe(v.string(), v.regex(pattern, message));
}
/** What HTTP APIs have in one form only. */
function only<const Value extends string | boolean>(value: Value) {
  return v.exactOptional(v.literal(value, `Only ${value} is supported here.`));
}

const list = v.array(v.string());
const tags = anyNames(text(0, 256));

/** An empty one takes the description away. */
const description = v.exactOptional(text(0, 1024));
const addresses = v.picklist(['ipv4', 'dualstack']);

export const cors = members({
  allowCredentials: v.exactOptional(v.boolean()),
  allowHeaders: v.exactOptional(list),
  allowMethods: v.exactOptional(v.array(v.picklist(['*', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']))),
  allowOrigins: v.exactOptional(list),
  exposeHeaders: v.exactOptional(list),
  maxAge: v.exactOptional(integer(-1, 86_400)),
});

const apiSettings = {
  apiKeySelectionExpression: only('$request.header.x-api-key'),
  corsConfiguration: v.exactOptional(cors),
  description,
  disableExecuteApiEndpoint: v.exactOptional(v.boolean()),
  disableSchemaValidation: only(false),
  ipAddressType: v.exactOptional(addresses),
  routeSelectionExpression: only('$request.method $request.path'),
  version: v.exactOptional(text(0, 64)),
};
const name = text(1, 128);
export const createApi = members({
  ...apiSettings,
  name,
  protocolType: v.literal('HTTP', 'Only HTTP is supported here.'),
  tags: v.optional(tags, {}),
});
const ofApi = { apiId: v.string() };
export const apiInput = members(ofApi);
export const updateApi = members({ ...ofApi, ...apiSettings, name: v.exactOptional(name) });

const paging = {
  maxResults: v.exactOptional(v.union([v.number(), v.pipe(v.string(), v.digits())])),
  nextToken: v.exactOptional(v.string()),
};
export const listInput = members(paging);
export const listOfApi = members({ ...ofApi, ...paging });

const integrationSettings = {
  connectionType: only('INTERNET'),
  credentialsArn: v.exactOptional(form(/^arn:aws:iam::\d{12}:role\/\S+$/, 'Only the ARN of a role is supported here.')),
  description,
  integrationMethod: only('POST'),
  integrationType: only('AWS_PROXY'),
  integrationUri: v.exactOptional(
    form(LAMBDA_URI, 'Invalid function ARN or invalid uri: only Lambda functions are supported here.'),
  ),
  payloadFormatVersion: only('2.0'),
  timeoutInMillis: v.exactOptional(integer(50, 30_000)),
};
export const createIntegration = members({
  ...ofApi,
  ...integrationSettings,
  integrationType: v.literal('AWS_PROXY', 'Only AWS_PROXY is supported here.'),
  integrationUri: integrationSettings.integrationUri.wrapped,
  payloadFormatVersion: v.literal('2.0', 'Only 2.0 is supported here.'),
});
export const integrationInput = members({ ...ofApi, integrationId: v.string() });
export const updateIntegration = members({ ...integrationInput.entries, ...integrationSettings });

const routeSettingsOfRoute = {
  apiKeyRequired: only(false),
  authorizationScopes: v.exactOptional(v.pipe(list, v.empty('Authorization is not supported here.'))),
  authorizationType: only('NONE'),
  operationName: v.exactOptional(text(0, 64)),
  target: v.exactOptional(v.string()),
};
export const createRoute = members({ ...ofApi, ...routeSettingsOfRoute, routeKey: v.string() });
export const routeInput = members({ ...ofApi, routeId: v.string() });
export const updateRoute = members({
  ...routeInput.entries,
  ...routeSettingsOfRoute,
  routeKey: v.exactOptional(v.string()),
});

const NO_EXECUTION_LOGS = 'Execution logs are not supported on protocolType HTTP';
const routeSettings = members({
  dataTraceEnabled: v.exactOptional(v.literal(false, NO_EXECUTION_LOGS)),
  detailedMetricsEnabled: v.exactOptional(v.boolean()),
  loggingLevel: v.exactOptional(v.literal('OFF', NO_EXECUTION_LOGS)),
  throttlingBurstLimit: v.exactOptional(integer(0, ACCOUNT_LIMITS.throttlingBurstLimit)),
  throttlingRateLimit: v.exactOptional(
    v.pipe(v.number(), v.minValue(0), v.maxValue(ACCOUNT_LIMITS.throttlingRateLimit)),
  ),
});
const stageSettings = {
  accessLogSettings: v.exactOptional(
    members({
      destinationArn: v.exactOptional(
        form(/^arn:aws:(?:logs|firehose):\S+$/, 'Must be the ARN of a log group or of a Firehose stream.'),
      ),
      format: v.exactOptional(form(/\$context\.(?:extendedR|r)equestId\b/, 'The format must have $context.requestId.')),
    }),
  ),
  autoDeploy: v.exactOptional(v.boolean()),
  defaultRouteSettings: v.exactOptional(routeSettings),
  deploymentId: v.exactOptional(v.string()),
  description,
  routeSettings: v.exactOptional(anyNames(routeSettings)),
  stageVariables: v.exactOptional(anyNames(form(/^[\w\-.~:/?#&=,]*$/, 'Has a character that is not allowed.'))),
};
const stageName = form(
  /^(?:\$default|[\w-]{1,128})$/,
  'Stage name only allows a-zA-Z0-9_- and $default, and at most 128 characters.',
);
export const createStage = members({ ...ofApi, ...stageSettings, stageName, tags: v.optional(tags, {}) });
export const stageInput = members({ ...ofApi, stageName: v.string() });
export const routeSettingsInput = members({ ...stageInput.entries, routeKey: v.string() });
export const updateStage = members({ ...stageInput.entries, ...stageSettings });

export const createDeployment = members({ ...ofApi, description, stageName: v.exactOptional(v.string()) });
export const deploymentInput = members({ ...ofApi, deploymentId: v.string() });
export const updateDeployment = members({ ...deploymentInput.entries, description });

const domainConfiguration = members({
  certificateArn: form(/^arn:aws:acm:\S+$/, 'Must be the ARN of a certificate.'),
  endpointType: v.optional(v.literal('REGIONAL', 'Only REGIONAL is supported here.'), 'REGIONAL'),
  ipAddressType: v.optional(addresses, 'ipv4'),
  ownershipVerificationCertificateArn: v.exactOptional(v.string()),
  securityPolicy: v.optional(v.literal('TLS_1_2', 'Only TLS_1_2 is supported here.'), 'TLS_1_2'),
});
const domainName = form(/^(?:\*\.)?(?:[a-z0-9-]+\.)+[a-z]{2,}$/, 'Invalid domain name.');
const domainConfigurations = v.strictTuple([domainConfiguration], 'A domain name has one configuration.');
const routingMode = only('API_MAPPING_ONLY');
export const createDomainName = members({
  domainName,
  domainNameConfigurations: domainConfigurations,
  routingMode,
  tags: v.optional(tags, {}),
});
export const domainInput = members({ domainName: v.string() });
export const listOfDomain = members({ ...domainInput.entries, ...paging });
export const updateDomainName = members({
  ...domainInput.entries,
  domainNameConfigurations: v.exactOptional(domainConfigurations),
  routingMode,
});

const mappingKey = v.exactOptional(form(/^[\w$.\-+!*'()/]{0,300}$/, 'Has a character that is not allowed.'));
export const createMapping = members({
  ...domainInput.entries,
  ...ofApi,
  apiMappingKey: mappingKey,
  stage: v.string(),
});
export const mappingInput = members({ ...domainInput.entries, apiMappingId: v.string() });
export const updateMapping = members({
  ...mappingInput.entries,
  apiId: v.string(),
  apiMappingKey: mappingKey,
  stage: v.exactOptional(v.string()),
});

const ofResource = { resourceArn: v.string() };
export const tagsInput = members(ofResource);
export const tagInput = members({ ...ofResource, tags });
export const untagInput = members({
  ...ofResource,
  tagKeys: v.union([
    list,
    v.pipe(
      v.string(),
      v.transform((key) => [key]),
    ),
  ]),
});
