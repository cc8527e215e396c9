import type { Hono } from 'hono';
import type { Log } from '../shared/log.ts';
import type { MailSink } from '../shared/ports.ts';
import type { Clock } from '../shared/service.ts';
import { mailRoutes, type Mails } from './routes.ts';
import { MailStore, recipientsOf, type StoredMail } from './store.ts';

/** As many mails as the mailbox keeps. */
const CAPACITY = 500;

export interface MailboxOptions {
  /** Holds the mails; made where it is missing. */
  directory: string;
  log: Log;
  clock?: Clock;
}

/** Takes every mail that the stand-ins would send, and shows them to the developer. Nothing leaves the laptop. */
export interface Mailbox extends MailSink, Mails {
  clear(): Promise<void>;
  /** The page and its JSON, to be mounted anywhere with Hono's `route`: `/`, `/view/:id`, `/messages`, `/messages/:id`. */
  routes(): Hono;
  close(): Promise<void>;
}

export async function createMailbox({ directory, log, clock = Date.now }: MailboxOptions): Promise<Mailbox> {
  const store = await MailStore.open(directory, CAPACITY, clock);
  let closing: Promise<void> | undefined;

  const mailbox: Mailbox = {
    async deliver(mail) {
      const stored = await store.add(mail);
      log.info(`mail to ${recipientsOf(stored).join(', ')}: ${stored.subject}`);
    },
    async list(to) {
      const mails = await store.list();
      return to === undefined ? mails : mails.filter((mail) => isTo(mail, to));
    },
    get: (id) => store.get(id),
    clear: () => store.clear(),
    routes: () => mailRoutes(mailbox),
    close: () => (closing ??= store.close()),
  };
  return mailbox;
}

function isTo(mail: StoredMail, address: string): boolean {
  return recipientsOf(mail).some((recipient) => recipient.toLowerCase() === address.toLowerCase());
}
