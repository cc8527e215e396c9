import { randomInt } from 'node:crypto';
import * as v from 'valibot';
import { anyNames } from '../shared/record.ts';
import type { Collections } from '../shared/records.ts';
import { tagMap } from '../shared/tags.ts';

/** Resources as they are kept on disk: what was set, and what API Gateway gives of its own. Times are milliseconds since the epoch. */

const texts = v.array(v.string());

const cors = v.object({
  allowCredentials: v.exactOptional(v.boolean()),
  allowHeaders: v.exactOptional(texts),
  allowMethods: v.exactOptional(texts),
  allowOrigins: v.exactOptional(texts),
  exposeHeaders: v.exactOptional(texts),
  maxAge: v.exactOptional(v.number()),
});
export type Cors = v.InferOutput<typeof cors>;

const api = v.object({
  apiId: v.string(),
  name: v.string(),
  description: v.exactOptional(v.string()),
  version: v.exactOptional(v.string()),
  disableExecuteApiEndpoint: v.boolean(),
  ipAddressType: v.string(),
  corsConfiguration: v.exactOptional(cors),
  tags: tagMap,
  createdDate: v.number(),
});
export type Api = v.InferOutput<typeof api>;

const integration = v.object({
  integrationId: v.string(),
  description: v.exactOptional(v.string()),
  integrationUri: v.string(),
  credentialsArn: v.exactOptional(v.string()),
  timeoutInMillis: v.number(),
});
export type Integration = v.InferOutput<typeof integration>;

const route = v.object({
  routeId: v.string(),
  routeKey: v.string(),
  operationName: v.exactOptional(v.string()),
  /** `integrations/<id>` */
  target: v.exactOptional(v.string()),
});
export type Route = v.InferOutput<typeof route>;

const routeSettings = v.object({
  detailedMetricsEnabled: v.exactOptional(v.boolean()),
  throttlingBurstLimit: v.exactOptional(v.number()),
  throttlingRateLimit: v.exactOptional(v.number()),
});
export type RouteSettings = v.InferOutput<typeof routeSettings>;

const stage = v.object({
  stageName: v.string(),
  description: v.exactOptional(v.string()),
  autoDeploy: v.boolean(),
  deploymentId: v.exactOptional(v.string()),
  lastDeploymentStatusMessage: v.exactOptional(v.string()),
  accessLogSettings: v.exactOptional(
    v.object({ destinationArn: v.exactOptional(v.string()), format: v.exactOptional(v.string()) }),
  ),
  defaultRouteSettings: routeSettings,
  /** By route key. */
  routeSettings: anyNames(routeSettings),
  stageVariables: anyNames(v.string()),
  tags: tagMap,
  createdDate: v.number(),
  lastUpdatedDate: v.number(),
});
export type Stage = v.InferOutput<typeof stage>;

/** What a stage serves: the routes as they were when it was made. */
const deployment = v.object({
  deploymentId: v.string(),
  description: v.exactOptional(v.string()),
  autoDeployed: v.boolean(),
  createdDate: v.number(),
  corsConfiguration: v.exactOptional(cors),
  routes: v.array(v.object({ routeKey: v.string(), integration: v.exactOptional(integration) })),
});
export type Deployment = v.InferOutput<typeof deployment>;

const domainName = v.object({
  domainName: v.string(),
  certificateArn: v.string(),
  securityPolicy: v.string(),
  ipAddressType: v.string(),
  ownershipVerificationCertificateArn: v.exactOptional(v.string()),
  /** Where its DNS record leads. */
  target: v.string(),
  tags: tagMap,
});
export type DomainName = v.InferOutput<typeof domainName>;

const apiMapping = v.object({
  apiMappingId: v.string(),
  apiId: v.string(),
  stage: v.string(),
  apiMappingKey: v.string(),
});
export type ApiMapping = v.InferOutput<typeof apiMapping>;

/**
 * By kind. The key of what belongs to an API is `<apiId>/<id>`, of a stage `<apiId>/<stageName>`, of an API mapping `<domainName>/<id>`; an API's and
 * a domain name's is its own.
 */
export const kinds = { api, integration, route, stage, deployment, domainName, apiMapping };
export type Records = Collections<typeof kinds>;

const CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Letters in lower case and digits, the first one a letter. */
export function randomId(length: number): string {
  return Array.from({ length }, (_, index) => CHARACTERS[randomInt(index === 0 ? 26 : 36)]).join('');
}
