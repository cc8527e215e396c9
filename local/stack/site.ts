import { Hono } from 'hono';
import type { AppSync } from '../appsync/index.ts';
import type { HttpApi } from '../http-api/http-api.ts';
import type { Mailbox } from '../mail/mailbox.ts';
import type { Addresses } from './addresses.ts';
import type { Handler } from './http-server.ts';
import { welcome } from './welcome.ts';

interface Site {
  appsync: AppSync;
  mailbox: Mailbox;
  httpApi: HttpApi;
  addresses: Addresses;
}

/** What a browser is answered: all that is not Sonde's own pages is for the HTTP API, which on AWS has a host of its own. */
export function site({ appsync, mailbox, httpApi, addresses }: Site): Handler {
  // Not strict: a slash at the end changes nothing.
  const app = new Hono({ strict: false });
  app.all('/graphql', (context) => appsync.fetch(context.req.raw));
  app.route('/mail', mailbox.routes());
  app.get('/', (context) => context.html(welcome(addresses)));
  app.notFound((context) => httpApi.fetch(context.req.raw));
  return (request) => app.fetch(request);
}
