import { Hono } from 'hono';
import { graphiqlRoutes } from '../graphiql/routes.ts';
import type { Addresses } from './addresses.ts';
import type { Handler } from './http-server.ts';
import { amplifyOutputs } from './outputs.ts';
import type { Services } from './services.ts';
import { welcome } from './welcome.ts';

const ROOT_CA_PATH = '/iot/root-ca.pem';
const GRAPHIQL_PATH = '/graphiql';

/** Where the authority is that devices check the broker's certificate by. */
export const rootCaUrl = (siteUrl: string): string => `${siteUrl}${ROOT_CA_PATH}`;

/** Where a person asks the API by hand. */
export const graphiqlUrl = (siteUrl: string): string => `${siteUrl}${GRAPHIQL_PATH}`;

/** What a browser is answered: all that is not Sonde's own pages is for the HTTP APIs, which on AWS have hosts of their own. */
export function site(
  { apiGateway, appsync, iot, mailbox }: Pick<Services, 'apiGateway' | 'appsync' | 'iot' | 'mailbox'>,
  addresses: Addresses,
): Handler {
  // Not strict: a slash at the end changes nothing.
  const app = new Hono({ strict: false });
  for (const path of ['/graphql', '/apis/*']) app.all(path, (context) => appsync.fetch(context.req.raw));
  app.route('/mail', mailbox.routes());
  app.route(GRAPHIQL_PATH, graphiqlRoutes(amplifyOutputs(addresses)));
  app.get(ROOT_CA_PATH, (context) =>
    context.body(iot.rootCaPem, { headers: { 'content-type': 'application/x-pem-file' } }),
  );
  app.get('/', (context) => context.html(welcome(addresses)));
  app.notFound((context) => apiGateway.fetch(context.req.raw));
  return (request) => app.fetch(request);
}
