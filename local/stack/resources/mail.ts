import * as v from 'valibot';
import type { Lambda } from '../../lambda/lambda.ts';
import { functionArn, localArn, queueArn } from '../../shared/arns.ts';
import { unlessThere } from '../../shared/aws-error.ts';
import type { JsonCaller } from '../../shared/json-service.ts';
import { LOCAL_ACCOUNT } from '../../shared/service.ts';
import { CONFIGURATION_SET, MAIL_FROM, physicalName } from '../names.ts';
import { permit } from './functions.ts';
import { grant, type Iam } from './roles.ts';

interface MailServices {
  iam: Iam;
  lambda: Lambda;
  ses: { call: JsonCaller };
  sns: { call: JsonCaller };
  sqs: { call: JsonCaller };
}

const FEEDBACK = 'mail-feedback';
const DEAD_LETTER_QUEUE = physicalName(`${FEEDBACK}-dead-letter`);
const DAY_SECONDS = 24 * 60 * 60;

/** The sender of Sonde's mails, and what tells of those that bounced or were complained about, as Terraform's module `mail` has them. */
export async function ensureMail({ ses, sns, ...services }: MailServices): Promise<void> {
  await ensureSender(ses.call);
  const topicArn = await ensureTopic(sns.call);
  await ensureFunctionInvoked(services, topicArn);
  await sns.call('Subscribe', {
    TopicArn: topicArn,
    Protocol: 'lambda',
    Endpoint: functionArn(physicalName(FEEDBACK)),
    Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn(DEAD_LETTER_QUEUE) }) },
  });
  await ensureEventDestination(ses.call, topicArn);
}

/** An identity from whom mail is taken, by the configuration set that is its default. */
async function ensureSender(ses: JsonCaller): Promise<void> {
  const ConfigurationSetName = CONFIGURATION_SET;
  await unlessThere('AlreadyExistsException', () =>
    ses('CreateConfigurationSet', {
      ConfigurationSetName,
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      ReputationOptions: { ReputationMetricsEnabled: true },
      SendingOptions: { SendingEnabled: true },
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    }),
  );
  const sender = { EmailIdentity: MAIL_FROM, ConfigurationSetName };
  if (await unlessThere('AlreadyExistsException', () => ses('CreateEmailIdentity', sender))) return;
  await ses('PutEmailIdentityConfigurationSetAttributes', sender);
}

/** @returns the ARN of the topic that SES may publish to */
async function ensureTopic(sns: JsonCaller): Promise<string> {
  const { TopicArn } = v.parse(
    v.object({ TopicArn: v.string() }),
    await sns('CreateTopic', { Name: physicalName(FEEDBACK) }),
  );
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'ses.amazonaws.com' },
    Action: ['sns:Publish'],
    Resource: [TopicArn],
    Condition: {
      StringEquals: { 'aws:SourceAccount': LOCAL_ACCOUNT },
      ArnEquals: { 'aws:SourceArn': localArn('ses', `configuration-set/${CONFIGURATION_SET}`) },
    },
  };
  const AttributeValue = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await sns('SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
  return TopicArn;
}

/** The function may be invoked for the topic, and what it does not take in goes to the dead-letter queue. */
async function ensureFunctionInvoked(
  { iam, lambda, sqs }: Pick<MailServices, 'iam' | 'lambda' | 'sqs'>,
  topicArn: string,
): Promise<void> {
  const deadLetter = queueArn(DEAD_LETTER_QUEUE);
  await sqs.call('CreateQueue', {
    QueueName: DEAD_LETTER_QUEUE,
    Attributes: { MessageRetentionPeriod: String(14 * DAY_SECONDS) },
  });
  await grant(iam, FEEDBACK, { purpose: 'dead-letter', actions: ['sqs:SendMessage'], resources: [deadLetter] });
  await lambda.putFunctionEventInvokeConfig({
    FunctionName: physicalName(FEEDBACK),
    MaximumRetryAttempts: 2,
    MaximumEventAgeInSeconds: DAY_SECONDS / 4,
    DestinationConfig: { OnFailure: { Destination: deadLetter } },
  });
  await permit(lambda, FEEDBACK, 'feedback', { service: 'sns.amazonaws.com', sourceArn: topicArn });
}

const Destinations = v.object({ EventDestinations: v.array(v.object({ Name: v.string() })) });

/** Made once: SES tries the topic at each call that makes or changes one, which invokes the function. */
async function ensureEventDestination(ses: JsonCaller, TopicArn: string): Promise<void> {
  const of = { ConfigurationSetName: CONFIGURATION_SET };
  const EventDestinationName = 'feedback';
  const { EventDestinations } = v.parse(Destinations, await ses('GetConfigurationSetEventDestinations', of));
  if (EventDestinations.some(({ Name }) => Name === EventDestinationName)) return;
  await ses('CreateConfigurationSetEventDestination', {
    ...of,
    EventDestinationName,
    EventDestination: {
      Enabled: true,
      MatchingEventTypes: ['BOUNCE', 'COMPLAINT', 'REJECT'],
      SnsDestination: { TopicArn },
    },
  });
}
