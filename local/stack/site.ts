import { Hono } from 'hono';
import { graphiqlRoutes } from '../graphiql/routes.ts';
import type { Addresses } from './addresses.ts';
import type { Handler } from './http-server.ts';
import { amplifyOutputs } from './outputs.ts';
import type { Services } from './services.ts';

const ROOT_CA_PATH = '/iot/root-ca.pem';
const GRAPHIQL_PATH = '/graphiql';

/** Where the authority is that devices check the broker's certificate by. */
export const rootCaUrl = (siteUrl: string): string => `${siteUrl}${ROOT_CA_PATH}`;

/** Where a person asks the API by hand. */
export const graphiqlUrl = (siteUrl: string): string => `${siteUrl}${GRAPHIQL_PATH}`;

/**
 * What a browser is answered. On AWS the HTTP APIs and the console have hosts of their own; here what no HTTP API has a route for is the console's: that
 * of a distribution, where Terraform has made one.
 * @param console answers for it where there is no distribution, if there is one
 */
export function site(
  {
    apiGateway,
    appsync,
    cloudfront,
    iot,
    mailbox,
  }: Pick<Services, 'apiGateway' | 'appsync' | 'cloudfront' | 'iot' | 'mailbox'>,
  addresses: Addresses,
  console?: Hono,
): Handler {
  // Not strict: a slash at the end changes nothing.
  const app = new Hono({ strict: false });
  for (const path of ['/graphql', '/apis/*']) app.all(path, (context) => appsync.fetch(context.req.raw));
  app.route('/mail', mailbox.routes());
  app.route(GRAPHIQL_PATH, graphiqlRoutes(amplifyOutputs(addresses)));
  app.get(ROOT_CA_PATH, (context) =>
    context.body(iot.rootCaPem, { headers: { 'content-type': 'application/x-pem-file' } }),
  );
  app.get(
    '/amplify_outputs.json',
    async (context) => (await cloudfront.fetch(context.req.raw)) ?? context.json(amplifyOutputs(addresses)),
  );
  app.notFound(async (context) => {
    const request = context.req.raw;
    if (apiGateway.hasRoute(request)) return apiGateway.fetch(request);
    return (await cloudfront.fetch(request)) ?? console?.fetch(request) ?? apiGateway.fetch(request);
  });
  return (request) => app.fetch(request);
}
