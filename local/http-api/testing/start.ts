import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import * as v from 'valibot';
import { functionArn } from '../../shared/arns.ts';
import type { InvocationResult, LambdaInvoker } from '../../shared/ports.ts';
import { clientOptions, serve } from '../../shared/testing/serve.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { createApiGateway, type ApiGateway, type ApiGatewayOptions } from '../index.ts';
import type { HttpApiEvent } from '../requests/event.ts';

export interface Invoked {
  functionName: string;
  event: HttpApiEvent;
  type: string | undefined;
  by: object | undefined;
}

/** The service and the site that its APIs answer on, each on a free port, in a folder of their own. */
export interface Fixture {
  readonly gateway: ApiGateway;
  readonly client: ApiGatewayV2Client;
  /** Of the site. */
  readonly url: string;
  /** What functions were invoked with, newest last. */
  readonly invoked: Invoked[];
  readonly logged: string[];
  /** What every function answers; a failure is an {@link InvocationResult}. */
  answer: (event: HttpApiEvent) => unknown;
  /** Ends the service and starts it again on what it left. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A function's own failure. */
export class Failure {
  readonly result: InvocationResult;
  constructor(errorType: string, errorMessage: string) {
    this.result = { payload: null, error: { errorType, errorMessage, trace: [] } };
  }
}

export async function startApiGateway(options: Partial<ApiGatewayOptions> = {}): Promise<Fixture> {
  const { directory, remove } = await temporaryDirectory();
  const logged: string[] = [];
  const invoked: Invoked[] = [];
  const note = (message: string, cause?: unknown) => void logged.push(`${message} ${String(cause)}`);
  const lambda: LambdaInvoker = {
    async invoke(functionName, event, type, by) {
      invoked.push({ functionName, event: event as HttpApiEvent, type, by });
      const payload = await fixture.answer(event as HttpApiEvent);
      return payload instanceof Failure ? payload.result : { payload };
    },
  };
  const log = { info: note, warn: note, error: note };
  const create = () => createApiGateway({ directory, log, lambda, siteUrl: () => site.url, ...options });
  let gateway = await create();
  const api = await serve({ handle: (request, caller) => gateway.handle(request, caller) });
  const site = await serve({ handle: (request) => gateway.fetch(request) });
  const client = new ApiGatewayV2Client(clientOptions(api.url));
  const fixture: Fixture = {
    get gateway() {
      return gateway;
    },
    client,
    url: site.url,
    invoked,
    logged,
    answer: () => ({ statusCode: 200 }),
    async restart() {
      await gateway.close();
      gateway = await create();
    },
    async stop() {
      client.destroy();
      await Promise.all([api.close(), site.close()]);
      await gateway.close();
      await remove();
    },
  };
  return fixture;
}

const Made = v.object({ apiId: v.string() });
const MadeIntegration = v.object({ integrationId: v.string() });

interface ApiOptions {
  /** Function names by route key. */
  routes: Readonly<Record<string, string>>;
  stageName?: string;
  /** Members of CreateApi, CreateIntegration and CreateStage. */
  api?: object;
  integration?: object;
  stage?: object;
}

/** Makes an HTTP API whose stage deploys by itself. @returns its id */
export async function makeApi({ call }: ApiGateway, options: ApiOptions): Promise<string> {
  const { routes, stageName = '$default', api, integration, stage } = options;
  const { apiId } = v.parse(Made, await call('CreateApi', { name: 'test', protocolType: 'HTTP', ...api }));
  for (const [routeKey, functionName] of Object.entries(routes)) {
    const answer = await call('CreateIntegration', {
      apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: functionArn(functionName),
      payloadFormatVersion: '2.0',
      ...integration,
    });
    const { integrationId } = v.parse(MadeIntegration, answer);
    await call('CreateRoute', { apiId, routeKey, target: `integrations/${integrationId}` });
  }
  await call('CreateStage', { apiId, stageName, autoDeploy: true, ...stage });
  return apiId;
}
