import { AwsError } from '../../shared/aws-error.ts';
import { localArn } from '../../shared/arns.ts';
import type { Log } from '../../shared/log.ts';
import type { InvocationResult, LambdaInvoker, Roles } from '../../shared/ports.ts';
import { functionArnOf } from '../integration-uri.ts';
import type { Integration } from '../model.ts';
import type { HttpApiEvent } from './event.ts';

const SERVICE = 'apigateway.amazonaws.com';
const INVOKE = 'lambda:InvokeFunction';
const TIMED_OUT = Symbol('timed out');

interface IntegrateOptions {
  lambda: LambdaInvoker;
  roles: Roles | undefined;
  log: Log;
}

/** What a function answered, or the status with which API Gateway answers in its place. */
export type Answer = { payload: unknown } | { status: 500 | 503 };

/**
 * Invokes the function of a route as API Gateway does. A path can hold a secret, so that no log has it, nor a function's message, which can repeat
 * it: the log names route, function and type of error.
 */
export async function integrate(
  options: IntegrateOptions,
  integration: Integration | undefined,
  event: HttpApiEvent,
): Promise<Answer> {
  const { log } = options;
  const { routeKey } = event;
  if (!integration) {
    log.error(`${routeKey} has no integration`);
    return { status: 500 };
  }
  const functionArn = functionArnOf(integration.integrationUri);
  try {
    const result = await within(integration.timeoutInMillis, invoke(options, integration, functionArn, event));
    if (result === TIMED_OUT) {
      log.error(`${routeKey}: ${functionArn} took longer than ${integration.timeoutInMillis} ms`);
      return { status: 503 };
    }
    if (!result.error) return { payload: result.payload };
    log.error(`${routeKey}: ${functionArn} failed: ${result.error.errorType}`);
  } catch (error) {
    log.error(`${routeKey} could not be answered: ${reasonOf(error, functionArn, event, integration)}`);
  }
  return { status: 500 };
}

async function invoke(
  { lambda, roles }: IntegrateOptions,
  { credentialsArn }: Integration,
  functionArn: string,
  event: HttpApiEvent,
): Promise<InvocationResult> {
  if (credentialsArn === undefined)
    return lambda.invoke(functionArn, event, 'RequestResponse', { service: SERVICE, sourceArn: sourceArnOf(event) });
  const role = roles?.find(credentialsArn);
  if (!role?.trusts(SERVICE) || !role.allows(INVOKE, functionArn))
    throw new AwsError('AccessDeniedException', `${credentialsArn} may not invoke ${functionArn}`, {}, 403);
  return lambda.invoke(functionArn, event);
}

/** Source: API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs": the route's own path, with its variables. */
function sourceArnOf({ routeKey, requestContext: { apiId, stage, http } }: HttpApiEvent): string {
  const [method = '', path = ''] = routeKey.split(' ');
  const resource = routeKey === '$default' ? routeKey : `${method === 'ANY' ? http.method : method}${path}`;
  return localArn('execute-api', `${apiId}/${stage}/${resource}`);
}

function reasonOf(error: unknown, functionArn: string, event: HttpApiEvent, { credentialsArn }: Integration): string {
  if (!(error instanceof AwsError) || error.code !== 'AccessDeniedException')
    return error instanceof Error ? error.name : typeof error;
  return credentialsArn === undefined
    ? `the resource policy of ${functionArn} does not let ${SERVICE} call ${INVOKE} for ${sourceArnOf(event)}: AddPermission is missing`
    : `${credentialsArn} must trust ${SERVICE} and allow ${INVOKE} on ${functionArn}`;
}

async function within<Result>(ms: number, result: Promise<Result>): Promise<Result | typeof TIMED_OUT> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<typeof TIMED_OUT>((resolve) => {
    timer = setTimeout(resolve, ms, TIMED_OUT);
  });
  try {
    return await Promise.race([result, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
