import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { clientOptions } from '../shared/aws-client.ts';
import { SondeError } from '../shared/errors.ts';
import { asError, createLogger } from '../shared/logger.ts';
import { isServiceAddress } from '../shared/names.ts';
import { CustomMessageEvent } from './event.ts';
import definition from './function.ts';
import { identityLocale, ownLocale } from './locale.ts';
import { messageOf, type Locale } from './message.ts';

const environment = v.parse(definition.environment, process.env);
const tables = {
  client: new DynamoDBClient(clientOptions({ attempts: 2, requestTimeout: 1000 })),
  memberships: environment.MEMBERSHIPS_TABLE,
  identities: environment.IDENTITIES_TABLE,
};
const log = createLogger('custom-message');

/** Cognito waits five seconds for a trigger. */
const DEADLINE_MS = 3000;

/**
 * A mail in the wrong language is better than none: whatever fails is for the log, and Cognito has a text of its own.
 * @throws SondeError where the user is a service, which has no mailbox: it neither recovers its password nor takes another address
 */
export async function handler(event: unknown, context: Context): Promise<unknown> {
  log.addContext(context);
  const parsed = v.safeParse(CustomMessageEvent, event);
  if (!parsed.success) {
    log.error('The event is not that of a message', { error: asError(new v.ValiError(parsed.issues)) });
    return event;
  }
  refuseService(parsed.output);
  return { ...parsed.output, response: messageOf(parsed.output, await localeOf(parsed.output)) };
}

function refuseService({ triggerSource, request: { userAttributes } }: CustomMessageEvent): void {
  const { email } = userAttributes;
  if (email === undefined || !isServiceAddress(email)) return;
  log.info('Refused a mail to a service', { triggerSource });
  throw new SondeError('Unauthorized', 'A service gets no mail; an administrator can give it another secret.');
}

async function localeOf({ request: { userAttributes } }: CustomMessageEvent): Promise<Locale> {
  const { locale, email } = userAttributes;
  const own = ownLocale(locale);
  if (own !== undefined || email === undefined) return own ?? 'en';
  try {
    return (await withDeadline(identityLocale(email, tables))) ?? 'en';
  } catch (error) {
    log.error('The language could not be looked up', { error: asError(error) });
    return 'en';
  }
}

async function withDeadline<T>(work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const deadline = wait(DEADLINE_MS, undefined, { signal: timer.signal, ref: false }).then(() => {
    throw new Error(`There was no answer within ${DEADLINE_MS} ms`);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    timer.abort();
  }
}
