import { join } from 'node:path';
import { createAppSync, type AppSync } from '../appsync/index.ts';
import type { Tracer } from '../appsync/trace/tracer.ts';
import { createBudgets, type Budgets } from '../budgets/index.ts';
import { createCloudFront, type CloudFront } from '../cloudfront/index.ts';
import { createCloudWatch, type CloudWatch } from '../cloudwatch/index.ts';
import { createCognito, type Cognito } from '../cognito/cognito.ts';
import { createDynamoDb, type DynamoDb } from '../dynamodb/index.ts';
import { createApiGateway, type ApiGateway } from '../http-api/index.ts';
import { createIam, type Iam } from '../iam/index.ts';
import { createIot, type Iot } from '../iot/iot.ts';
import { createKms, type Kms } from '../kms/index.ts';
import { createLambda, type Lambda } from '../lambda/lambda.ts';
import { createLogs, type Logs } from '../logs/index.ts';
import { createMailbox, type Mailbox } from '../mail/mailbox.ts';
import { createS3, type S3 } from '../s3/index.ts';
import { createScheduler, type Scheduler } from '../scheduler/scheduler.ts';
import { createSes, type Ses } from '../ses/index.ts';
import type { Log } from '../shared/log.ts';
import { LOCAL_REGION, type Clock, type Service } from '../shared/service.ts';
import type { QueueSink } from '../sns/delivery.ts';
import { createSns, type Sns } from '../sns/index.ts';
import { createSqs, type Sqs } from '../sqs/sqs.ts';
import { createSts } from '../sts/index.ts';
import { createTimestream, type Timestream } from '../timestream/index.ts';
import { createWaf, type Waf } from '../waf/index.ts';
import type { Closers } from './closers.ts';
import { functionLine } from './function-line.ts';
import { portTaken, takenPort } from './http-server.ts';
import { createSessions, type Sessions } from './sessions.ts';

/** The services of AWS that Sonde is made of, and the mailbox. */
export interface Services {
  apiGateway: ApiGateway;
  appsync: AppSync;
  budgets: Budgets;
  cloudfront: CloudFront;
  cloudwatch: CloudWatch;
  cognito: Cognito;
  dynamodb: DynamoDb;
  iam: Iam;
  iot: Iot;
  iotData: Service;
  kms: Kms;
  lambda: Lambda;
  logs: Logs;
  mailbox: Mailbox;
  s3: S3;
  scheduler: Scheduler;
  ses: Ses;
  sns: Sns;
  sqs: Sqs;
  sts: Service;
  timestream: Timestream;
  waf: Waf;
}

interface ServicesOptions {
  /** Where the state lives. */
  directory: string;
  ports: { mqtt: number; mqtts: number };
  awsUrl: string;
  siteUrl: string;
  log: Log;
  clock?: Clock;
  /** Who is told what the API does for each request, if anybody. */
  tracer?: Tracer;
}

/** Invocations of a function at once: as many as a front end that asks for several pages in parallel may want, and a laptop can hold. */
const CONCURRENCY = 50;

/** Starts the services on their state. Those that use another come after it, and are closed before it. */
export async function startServices(
  { directory, ports, awsUrl, siteUrl: site, tracer, ...shared }: ServicesOptions,
  closers: Closers,
): Promise<Services> {
  const at = (name: string) => ({ ...shared, directory: join(directory, name) });
  const siteUrl = (): string => site;

  // One after another: what is opened while another fails would be left open.
  const dynamodb = closers.add(await createDynamoDb(at('dynamodb')));
  const iam = closers.add(await createIam(at('iam')));
  const { roles } = iam;
  const sessions = createSessions(roles);
  const sts = createSts({ ...shared, principals: sessions });
  const kms = closers.add(await createKms(at('kms')));
  const logs = closers.add(await createLogs(at('logs')));
  const budgets = closers.add(await createBudgets(at('budgets')));
  const waf = closers.add(await createWaf(at('waf')));
  const cloudwatch = closers.add(await createCloudWatch(at('cloudwatch')));
  const secretOf = (accessKeyId: string): string | undefined => sessions.find(accessKeyId)?.secretAccessKey;
  const s3 = closers.add(await createS3({ ...at('s3'), secretOf }));
  const cloudfront = closers.add(await createCloudFront({ ...at('cloudfront'), s3 }));
  const timestream = closers.add(await createTimestream({ ...at('timestream'), objects: s3.objects }));
  const sqs = closers.add(await createSqs({ ...at('sqs'), queueUrlBase: () => awsUrl }));
  const mailbox = closers.add(await createMailbox(at('mail')));
  const lambda = closers.add(
    await createLambda({
      ...at('lambda'),
      roles,
      queues: sqs,
      concurrency: CONCURRENCY,
      onLine: (functionName, line, { group, stream }) => {
        shared.log.info(functionLine(functionName, line));
        logs.append(group, stream, [line]);
      },
      environment: (definition) => runtimeEnvironment(definition, sessions, awsUrl),
    }),
  );
  const sns = closers.add(await createSns({ ...at('sns'), lambda, mail: mailbox, queues: topicQueues(sqs) }));
  const ses = closers.add(
    await createSes({
      ...at('ses'),
      mail: mailbox,
      events: {
        async publish(topicArn, message) {
          await sns.publish({ topicArn, message });
        },
      },
    }),
  );
  const cognito = closers.add(
    await createCognito({ ...at('cognito'), lambda, mail: mailbox, issuerUrl: () => awsUrl }),
  );
  const iot = closers.add(
    await createIot({
      ...at('iot'),
      roles,
      port: ports.mqtt,
      tlsPort: ports.mqtts,
      host: '127.0.0.1',
      // A host, as AWS answers it: what is made of it adds a port.
      endpointAddress: () => '127.0.0.1',
      deliver: (queue, message) => sqs.deliver(queue, message),
    }).catch((error: unknown) => {
      const taken = takenPort(error);
      if (taken === undefined) throw error;
      throw portTaken(taken, taken === ports.mqtts ? 'SONDE_MQTTS_PORT' : 'SONDE_MQTT_PORT');
    }),
  );
  const appsync = closers.add(
    await createAppSync({
      ...at('appsync'),
      siteUrl,
      dynamodb: (operation, input) => dynamodb.call(operation, input),
      lambda,
      roles,
      principals: sessions,
      userPools: { find: (poolId) => cognito.userPool(poolId) },
      ...(tracer && { tracer }),
    }),
  );
  const apiGateway = closers.add(await createApiGateway({ ...at('api-gateway'), siteUrl, lambda, roles }));
  const scheduler = closers.add(await createScheduler({ ...at('scheduler'), lambda, roles }));
  const web = { apiGateway, appsync, cloudfront, scheduler };
  const watched = { budgets, cloudwatch, iam, kms, logs, sts, waf };
  return {
    ...web,
    ...watched,
    cognito,
    dynamodb,
    iot,
    iotData: iot.data,
    lambda,
    mailbox,
    s3,
    ses,
    sns,
    sqs,
    timestream,
  };
}

/** The queues, as topics deliver to them. */
function topicQueues({ call }: Sqs): QueueSink {
  return {
    async deliver(queueArn, { body, attributes }) {
      await call('SendMessage', { QueueUrl: queueArn, MessageBody: body, MessageAttributes: attributes });
    },
  };
}

function runtimeEnvironment(
  { functionName, roleArn }: { functionName: string; roleArn: string },
  sessions: Sessions,
  awsUrl: string,
): Record<string, string> {
  const { accessKeyId, secretAccessKey } = sessions.of(roleArn, functionName);
  return {
    AWS_REGION: LOCAL_REGION,
    AWS_ENDPOINT_URL: awsUrl,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    // Deployed functions run on Node 22; which Node a laptop has is not theirs to complain about.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
