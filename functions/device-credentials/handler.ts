import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import type { FieldAnswer } from '../shared/appsync/field-answer.ts';
import { fieldAnswer } from '../shared/appsync/field-answer.ts';
import { clientOptions } from '../shared/aws-client.ts';
import { iotAccess } from '../shared/credentials/access.ts';
import type { CertificateEntry } from '../shared/credentials/entry.ts';
import { asError, createLogger } from '../shared/logger.ts';
import { certificatesTable } from './certificates-table.ts';
import type { Event } from './event.ts';
import { parseEvent } from './event.ts';
import definition from './function.ts';
import type { Credentials } from './grant.ts';
import type { Ports } from './ports.ts';
import { provision } from './provision.ts';
import { remove } from './remove.ts';
import { revoke } from './revoke.ts';
import { rotate } from './rotate.ts';

/** In ms: AppSync waits for 30 s, and what fails has yet to be taken back. */
const TIME_LIMIT = 18_000;

type Done = Credentials | { certificates: CertificateEntry[] };

const environment = v.parse(definition.environment, process.env);
const log = createLogger('device-credentials');
const dynamodb = new DynamoDBClient(clientOptions({ attempts: 4, requestTimeout: 1500 }));
const access = iotAccess({ policy: environment.DEVICE_POLICY, thingType: environment.DEVICE_THING_TYPE, log });
const table = certificatesTable({
  client: dynamodb,
  devices: environment.DEVICES_TABLE,
  auditEvents: environment.AUDIT_EVENTS_TABLE,
});
const server = { mqtt: environment.MQTT_ENDPOINT, rootCaUrl: environment.ROOT_CA_URL };

/** Answers what a resolver asks for. A removal comes as an event: where it fails, this rejects, for Lambda to bring the event again. */
export async function handler(event: unknown, context: Context): Promise<FieldAnswer<Done> | null> {
  log.addContext(context);
  const asked = parseEvent(event);
  const signal = AbortSignal.timeout(TIME_LIMIT);
  const ports: Ports = { table, access: { ...access, signal }, server, clock: Date.now, log };
  if (asked.operation === 'remove') {
    await removeFor(asked, ports);
    return null;
  }
  return fieldAnswer(() => act(asked, ports), { requestId: context.awsRequestId, log });
}

async function act(asked: Exclude<Event, { operation: 'remove' }>, ports: Ports): Promise<Done> {
  const { organizationId, deviceId, audit } = asked;
  const device = { organizationId, deviceId };
  if (asked.operation === 'revoke') {
    const certificateId = asked.certificateId ?? undefined;
    return { certificates: await revoke({ device, audit, certificateId }, ports) };
  }
  const give = asked.operation === 'provision' ? provision : rotate;
  return give({ device, audit, signingRequest: asked.certificateSigningRequest ?? undefined }, ports);
}

async function removeFor(asked: Extract<Event, { operation: 'remove' }>, ports: Ports): Promise<void> {
  const { organizationId, deviceId, certificateIds } = asked;
  const device = { organizationId, deviceId };
  try {
    await remove({ device, certificateIds }, ports);
  } catch (error) {
    log.error('A deleted device could not be removed from AWS IoT', { ...device, error: asError(error) });
    throw error;
  }
}
