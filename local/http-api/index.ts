import type { CallableService } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import type { LambdaInvoker, Roles } from '../shared/ports.ts';
import { openRecords } from '../shared/records.ts';
import { restService } from '../shared/rest-service.ts';
import type { Clock } from '../shared/service.ts';
import { mappingOperations } from './control/api-mappings.ts';
import { apiOperations } from './control/apis.ts';
import { deploymentOperations } from './control/deployments.ts';
import { domainOperations } from './control/domain-names.ts';
import { integrationOperations } from './control/integrations.ts';
import { routeOperations } from './control/routes.ts';
import { stageOperations } from './control/stages.ts';
import { tagOperations } from './control/tags.ts';
import { kinds } from './model.ts';
import { createFront, type Front } from './requests/front.ts';

export interface ApiGatewayOptions {
  /** Where APIs, domain names and all that belongs to them are kept; made if it is missing. */
  directory: string;
  log: Log;
  clock?: Clock;
  /** Where `fetch` answers, without a slash at the end. */
  siteUrl: () => string;
  lambda: LambdaInvoker;
  /** Those that integrations may name to invoke their functions with. Without them, functions are invoked by their resource policies alone. */
  roles?: Roles;
}

/**
 * The HTTP APIs answer below `/http-apis/<apiId>`, which the API does not see; and where there is one API alone, it answers at any other path too.
 */
export interface ApiGateway extends CallableService, Readonly<Front> {}

/**
 * Stands in for the HTTP APIs of Amazon API Gateway: the control plane of version 2, and the APIs themselves, whose routes invoke Lambda functions
 * with payload format 2.0. WebSocket APIs, authorizers, VPC links and other integrations are refused by name.
 */
export async function createApiGateway(options: ApiGatewayOptions): Promise<ApiGateway> {
  const { directory, log, clock = Date.now, siteUrl, lambda, roles } = options;
  const { records, close } = await openRecords(directory, kinds);
  const context = { records, clock, siteUrl };
  const operations = {
    ...apiOperations(context),
    ...integrationOperations(context),
    ...routeOperations(context),
    ...stageOperations(context),
    ...deploymentOperations(context),
    ...domainOperations(context),
    ...mappingOperations(context),
    ...tagOperations(context),
  };
  return {
    ...restService({ signingName: 'apigateway', operations, log, close }),
    ...createFront({ records, lambda, roles, log, clock }),
  };
}
