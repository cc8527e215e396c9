import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import { clientOptions } from '../shared/aws-client.ts';
import { asError, createLogger } from '../shared/logger.ts';
import { membershipsOf } from '../shared/memberships.ts';
import { mailEventOf, TopicEvent } from './event.ts';
import definition from './function.ts';
import { identitiesTable } from './identities-table.ts';
import type { Ports } from './ports.ts';
import { takeIn } from './take-in.ts';

const environment = v.parse(definition.environment, process.env);
const log = createLogger('mail-feedback');
const dynamodb = new DynamoDBClient(clientOptions({ attempts: 4, requestTimeout: 3000 }));
const ports: Ports = {
  memberships: { of: (email) => membershipsOf(email, dynamodb, environment.MEMBERSHIPS_TABLE) },
  identities: identitiesTable(dynamodb, environment.IDENTITIES_TABLE),
  log,
};

export async function handler(event: unknown, context: Context): Promise<void> {
  log.addContext(context);
  try {
    // SNS brings one record an event.
    for (const { Sns } of v.parse(TopicEvent, event).Records) {
      const mailEvent = mailEventOf(Sns.Message);
      if (mailEvent) await takeIn(mailEvent, ports);
      else log.info('The mail service tried the topic', { snsMessageId: Sns.MessageId });
    }
  } catch (error) {
    // What Lambda writes of an error has its message in full, and that of a failed parse has addresses.
    const failure = asError(error);
    log.error('Mail feedback could not be taken in', { error: failure });
    throw failure;
  }
}
