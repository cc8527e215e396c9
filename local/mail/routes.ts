import { Hono } from 'hono';
import { listPage, mailPage } from './pages.ts';
import type { StoredMail } from './store.ts';

/** What can be read of a mailbox. */
export interface Mails {
  /** Newest first; with `to`, those to that address, whatever its case. */
  list(to?: string): Promise<StoredMail[]>;
  get(id: string): Promise<StoredMail | undefined>;
}

/**
 * Nothing in a mail may run, load or lead the frame away: the mailbox shares its origin with the API and the console.
 * The frame itself is sandboxed and gets the mail by `srcdoc`, so it inherits this policy, which refuses `javascript:` links too.
 */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'; form-action 'self'";

/** The mailbox over HTTP. Links are made from the request's own path, so that it can be mounted anywhere. */
export function mailRoutes(mails: Mails): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header('content-security-policy', POLICY);
    context.header('x-content-type-options', 'nosniff');
    context.header('referrer-policy', 'no-referrer');
    context.header('cache-control', 'no-store');
  });

  app.get('/', async (context) => {
    const to = recipient(context.req.query('to'));
    const base = context.req.path.replace(/\/$/, '');
    return context.html(listPage(await mails.list(to), to, base));
  });
  app.get('/view/:id', async (context) => {
    const mail = await mails.get(context.req.param('id'));
    const base = context.req.path.replace(/\/view\/[^/]*$/, '');
    return mail ? context.html(mailPage(mail, base)) : context.text('There is no such mail', 404);
  });
  app.get('/messages', async (context) => context.json(await mails.list(recipient(context.req.query('to')))));
  app.get('/messages/:id', async (context) => {
    const mail = await mails.get(context.req.param('id'));
    return mail ? context.json(mail) : context.json({ message: 'There is no such mail' }, 404);
  });
  return app;
}

/** The form sends an empty `to` for everybody's mail. */
const recipient = (to: string | undefined) => (to === '' ? undefined : to);
