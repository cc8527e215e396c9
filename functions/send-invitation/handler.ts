import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import { clientOptions } from '../shared/aws-client.ts';
import { asError, createLogger } from '../shared/logger.ts';
import { sesMailer } from '../shared/mail/ses-mailer.ts';
import { InvitationEvent } from './event.ts';
import definition from './function.ts';
import { identitiesTable } from './identities-table.ts';
import type { Ports } from './ports.ts';
import { sendInvitation } from './send-invitation.ts';

const environment = v.parse(definition.environment, process.env);
const log = createLogger('send-invitation');
const dynamodb = new DynamoDBClient(clientOptions({ attempts: 4, requestTimeout: 3000 }));
const ses = new SESv2Client(clientOptions({ attempts: 3, requestTimeout: 10_000 }));

const Organization = v.object({ name: v.string() });

const ports: Ports = {
  invitations: identitiesTable(dynamodb, environment.IDENTITIES_TABLE),
  async organizationName(organizationId) {
    const TableName = environment.ORGANIZATIONS_TABLE;
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: { id: { S: organizationId } } }));
    return v.parse(Organization, unmarshall(Item ?? {})).name;
  },
  mailer: sesMailer(ses, environment.MAIL_FROM),
  signInUrl: environment.SIGN_IN_URL,
  log,
};

/** Mails one invitation. What it throws has Lambda try again. */
export async function handler(event: unknown, context: Context): Promise<void> {
  log.addContext(context);
  try {
    await sendInvitation(v.parse(InvitationEvent, event), ports);
  } catch (error) {
    // What Lambda writes of an error has its message in full, and that of a failed parse has addresses.
    const failure = asError(error);
    log.error('The invitation was not mailed', { error: failure });
    throw failure;
  }
}
