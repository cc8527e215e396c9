import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import type { FieldAnswer } from '../shared/appsync/field-answer.ts';
import { fieldAnswer } from '../shared/appsync/field-answer.ts';
import { clientOptions } from '../shared/aws-client.ts';
import { asError, createLogger } from '../shared/logger.ts';
import { parseEvent, type Removal, type SecretChange } from './event.ts';
import definition from './function.ts';
import { identitiesTable } from './identities-table.ts';
import { inTime } from './in-time.ts';
import { poolAccounts } from './pool-accounts.ts';
import type { Ports } from './ports.ts';
import { newSecret } from './secret.ts';
import { giveSecret, removeService, voidSecret, type GivenSecret } from './services.ts';

type Done = GivenSecret | Record<string, never>;

const environment = v.parse(definition.environment, process.env);
const log = createLogger('service-accounts');
const dynamodb = new DynamoDBClient(clientOptions({ attempts: 4, requestTimeout: 1500 }));
const cognito = new CognitoIdentityProviderClient(clientOptions({ attempts: 5, requestTimeout: 5000 }));

/** Answers what a resolver asks for. A removal comes as an event: where it fails, this rejects, for Lambda to bring the event again. */
export async function handler(event: unknown, context: Context): Promise<FieldAnswer<Done> | null> {
  log.addContext(context);
  const asked = parseEvent(event);
  if (asked.operation === 'remove') {
    await remove(asked);
    return null;
  }
  return fieldAnswer(() => inTime((abortSignal) => change(asked, portsUntil(abortSignal))), {
    requestId: context.awsRequestId,
    log,
  });
}

function portsUntil(abortSignal: AbortSignal): Ports {
  return {
    identities: identitiesTable({ client: dynamodb, table: environment.IDENTITIES_TABLE, abortSignal }),
    accounts: poolAccounts({ client: cognito, userPoolId: environment.USER_POOL_ID, abortSignal }),
    newSecret,
    now: () => new Date(),
  };
}

async function change(asked: SecretChange, ports: Ports): Promise<Done> {
  const { operation, ...service } = asked;
  const { organizationId, identityId } = service;
  if (operation === 'giveSecret') {
    const given = await giveSecret(service, ports);
    log.info('Gave a service another secret', { organizationId, identityId });
    return given;
  }
  await voidSecret(service, ports);
  log.info('Made the secret of a service void', { organizationId, identityId });
  return {};
}

async function remove({ organizationId, identityId }: Removal): Promise<void> {
  try {
    await inTime((abortSignal) => removeService({ organizationId, identityId }, portsUntil(abortSignal)));
    log.info('Removed the user of a service', { organizationId, identityId });
  } catch (error) {
    log.error('The user of a service could not be removed', { organizationId, identityId, error: asError(error) });
    throw error;
  }
}
