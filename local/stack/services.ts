import { join } from 'node:path';
import { createCognito, type Cognito } from '../cognito/cognito.ts';
import { createDynamoDb, type DynamoDb } from '../dynamodb/index.ts';
import { createIot, type Iot } from '../iot/iot.ts';
import { createLambda, type Lambda } from '../lambda/lambda.ts';
import { createMailbox, type Mailbox } from '../mail/mailbox.ts';
import { createS3, type S3 } from '../s3/index.ts';
import { createSes, type Ses } from '../ses/index.ts';
import { FolderInUse } from '../shared/level.ts';
import type { Log } from '../shared/log.ts';
import { LOCAL_REGION, type Clock } from '../shared/service.ts';
import { createSqs, type Sqs } from '../sqs/sqs.ts';
import { createTimestream, type Timestream } from '../timestream/index.ts';
import type { Closers } from './closers.ts';
import { functionLine } from './function-line.ts';
import { isPortTaken, portTaken } from './http-server.ts';
import { logicalName } from './names.ts';
import type { Principals } from './principals.ts';

/** The services of AWS that Sonde is made of, but for AppSync, which is made of them. */
export interface Services {
  cognito: Cognito;
  dynamodb: DynamoDb;
  iot: Iot;
  lambda: Lambda;
  mailbox: Mailbox;
  s3: S3;
  ses: Ses;
  sqs: Sqs;
  timestream: Timestream;
}

interface ServicesOptions {
  /** Where the state lives. */
  directory: string;
  mqttPort: number;
  principals: Principals;
  awsUrl: string;
  log: Log;
  clock?: Clock;
}

/** Invocations of a function at once: as many as a front end that asks for several pages in parallel may want, and a laptop can hold. */
const CONCURRENCY = 50;

/** Starts the services on their state. Those that use another come after it, and are closed before it. */
export async function startServices(
  { directory, mqttPort, principals, awsUrl, ...shared }: ServicesOptions,
  closers: Closers,
): Promise<Services> {
  const folder = (name: string): string => join(directory, name);

  // Before the others: a second Sonde on the same folder ends here, when nothing of it has been touched.
  const dynamodb = closers.add(
    await createDynamoDb({ ...shared, directory: folder('dynamodb') }).catch((error: unknown) => {
      throw error instanceof FolderInUse ? folderTaken(directory) : error;
    }),
  );
  // One after another: what is opened while another fails would be left open.
  const secretOf = (accessKeyId: string): string | undefined => principals.find(accessKeyId)?.secretAccessKey;
  const s3 = closers.add(await createS3({ ...shared, directory: folder('s3'), secretOf }));
  const timestream = closers.add(
    await createTimestream({ ...shared, directory: folder('timestream'), objects: s3.objects }),
  );
  const sqs = closers.add(await createSqs({ ...shared, directory: folder('sqs'), queueUrlBase: () => awsUrl }));
  const mailbox = closers.add(await createMailbox({ ...shared, directory: folder('mail') }));
  const ses = closers.add(createSes({ ...shared, directory: folder('ses'), mail: mailbox }));
  const lambda = closers.add(
    await createLambda({
      ...shared,
      directory: folder('lambda'),
      queues: sqs,
      concurrency: CONCURRENCY,
      onLine: (functionName, line) => {
        shared.log.info(functionLine(functionName, line));
      },
      environment: (functionName) => runtimeEnvironment(functionName, principals, awsUrl),
    }),
  );
  const cognito = closers.add(
    await createCognito({ ...shared, directory: folder('cognito'), lambda, mail: mailbox, issuerUrl: () => awsUrl }),
  );
  const iot = closers.add(
    await createIot({
      ...shared,
      port: mqttPort,
      host: '127.0.0.1',
      deliver: (queue, message) => sqs.deliver(queue, message),
    }).catch((error: unknown) => {
      throw isPortTaken(error) ? portTaken(mqttPort, 'SONDE_MQTT_PORT') : error;
    }),
  );
  return { cognito, dynamodb, iot, lambda, mailbox, s3, ses, sqs, timestream };
}

function folderTaken(directory: string): Error {
  return new Error(
    `${directory} is in use: another Sonde is running there. Stop it, or choose another folder: SONDE_DATA=<folder> make dev`,
  );
}

function runtimeEnvironment(functionName: string, principals: Principals, awsUrl: string): Record<string, string> {
  const { accessKeyId, secretAccessKey } = principals.ofFunction(logicalName(functionName));
  return {
    AWS_REGION: LOCAL_REGION,
    AWS_ENDPOINT_URL: awsUrl,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    // Deployed functions run on Node 22; which Node a laptop has is not theirs to complain about.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
