import * as v from 'valibot';
import { inputParser } from '../../shared/parse-input.ts';
import { anyNames } from '../../shared/record.ts';
import { count, listInQuery } from '../../shared/wire-values.ts';
import { ACCOUNT_LIMITS } from '../requests/throttle.ts';
import { badRequest } from '../errors.ts';
import { LAMBDA_URI } from '../integration-uri.ts';
import { LARGEST_PAGE } from './page.ts';

/** Inputs, by the names that they have on the wire; a member that is missing here is refused by name. Source: API Gateway Version 2 API Reference. */

export const parseInput = inputParser(badRequest);

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

export const cors = v.strictObject({
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
export const createApi = v.strictObject({
  ...apiSettings,
  name,
  protocolType: v.literal('HTTP', 'Only HTTP is supported here.'),
  tags: v.optional(tags, {}),
});
const ofApi = { apiId: v.string() };
export const apiInput = v.strictObject(ofApi);
export const updateApi = v.strictObject({ ...ofApi, ...apiSettings, name: v.exactOptional(name) });

const paging = {
  maxResults: v.exactOptional(v.pipe(count, v.minValue(1), v.maxValue(LARGEST_PAGE))),
  nextToken: v.exactOptional(v.string()),
};
export const listInput = v.strictObject(paging);
export const listOfApi = v.strictObject({ ...ofApi, ...paging });

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
export const createIntegration = v.strictObject({
  ...ofApi,
  ...integrationSettings,
  integrationType: v.literal('AWS_PROXY', 'Only AWS_PROXY is supported here.'),
  integrationUri: integrationSettings.integrationUri.wrapped,
  payloadFormatVersion: v.literal('2.0', 'Only 2.0 is supported here.'),
});
export const integrationInput = v.strictObject({ ...ofApi, integrationId: v.string() });
export const updateIntegration = v.strictObject({ ...integrationInput.entries, ...integrationSettings });

const routeSettingsOfRoute = {
  apiKeyRequired: only(false),
  authorizationScopes: v.exactOptional(v.pipe(list, v.empty('Authorization is not supported here.'))),
  authorizationType: only('NONE'),
  operationName: v.exactOptional(text(0, 64)),
  target: v.exactOptional(v.string()),
};
export const createRoute = v.strictObject({ ...ofApi, ...routeSettingsOfRoute, routeKey: v.string() });
export const routeInput = v.strictObject({ ...ofApi, routeId: v.string() });
export const updateRoute = v.strictObject({
  ...routeInput.entries,
  ...routeSettingsOfRoute,
  routeKey: v.exactOptional(v.string()),
});

const NO_EXECUTION_LOGS = 'Execution logs are not supported on protocolType HTTP';
const routeSettings = v.strictObject({
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
    v.strictObject({
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
export const createStage = v.strictObject({ ...ofApi, ...stageSettings, stageName, tags: v.optional(tags, {}) });
export const stageInput = v.strictObject({ ...ofApi, stageName: v.string() });
export const routeSettingsInput = v.strictObject({ ...stageInput.entries, routeKey: v.string() });
export const updateStage = v.strictObject({ ...stageInput.entries, ...stageSettings });

export const createDeployment = v.strictObject({ ...ofApi, description, stageName: v.exactOptional(v.string()) });
export const deploymentInput = v.strictObject({ ...ofApi, deploymentId: v.string() });
export const updateDeployment = v.strictObject({ ...deploymentInput.entries, description });

const domainConfiguration = v.strictObject({
  certificateArn: form(/^arn:aws:acm:\S+$/, 'Must be the ARN of a certificate.'),
  endpointType: v.optional(v.literal('REGIONAL', 'Only REGIONAL is supported here.'), 'REGIONAL'),
  ipAddressType: v.optional(addresses, 'ipv4'),
  ownershipVerificationCertificateArn: v.exactOptional(v.string()),
  securityPolicy: v.optional(v.literal('TLS_1_2', 'Only TLS_1_2 is supported here.'), 'TLS_1_2'),
});
const domainName = form(/^(?:\*\.)?(?:[a-z0-9-]+\.)+[a-z]{2,}$/, 'Invalid domain name.');
const domainConfigurations = v.strictTuple([domainConfiguration], 'A domain name has one configuration.');
const routingMode = only('API_MAPPING_ONLY');
export const createDomainName = v.strictObject({
  domainName,
  domainNameConfigurations: domainConfigurations,
  routingMode,
  tags: v.optional(tags, {}),
});
export const domainInput = v.strictObject({ domainName: v.string() });
export const listOfDomain = v.strictObject({ ...domainInput.entries, ...paging });
export const updateDomainName = v.strictObject({
  ...domainInput.entries,
  domainNameConfigurations: v.exactOptional(domainConfigurations),
  routingMode,
});

const mappingKey = v.exactOptional(form(/^[\w$.\-+!*'()/]{0,300}$/, 'Has a character that is not allowed.'));
export const createMapping = v.strictObject({
  ...domainInput.entries,
  ...ofApi,
  apiMappingKey: mappingKey,
  stage: v.string(),
});
export const mappingInput = v.strictObject({ ...domainInput.entries, apiMappingId: v.string() });
export const updateMapping = v.strictObject({
  ...mappingInput.entries,
  apiId: v.string(),
  apiMappingKey: mappingKey,
  stage: v.exactOptional(v.string()),
});

const ofResource = { resourceArn: v.string() };
export const tagsInput = v.strictObject(ofResource);
export const tagInput = v.strictObject({ ...ofResource, tags });
export const untagInput = v.strictObject({ ...ofResource, tagKeys: listInQuery(v.string()) });
