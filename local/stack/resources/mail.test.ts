import * as v from 'valibot';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { functionInput } from '../../lambda/testing/service.ts';
import { queueArn } from '../../shared/arns.ts';
import { silentLog } from '../../shared/log.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { MAIL_FROM, physicalName } from '../names.ts';
import { startPlatform, type Platform } from '../platform.ts';
import { ensureMail } from './mail.ts';
import { ensureRole } from './roles.ts';

const FUNCTION = physicalName('mail-feedback');
const DEAD_LETTER_QUEUE = physicalName('mail-feedback-dead-letter');

let services: Platform['services'];

beforeEach(async () => {
  const { directory, remove } = await temporaryDirectory();
  onTestFinished(remove);
  const platform = await startPlatform({ directory, ports: { graphql: 0, aws: 0, mqtt: 0, mqtts: 0 }, log: silentLog });
  onTestFinished(() => platform.close());
  ({ services } = platform);
  const Role = await ensureRole(services.iam, 'mail-feedback', 'lambda.amazonaws.com');
  await services.lambda.createFunction(functionInput(FUNCTION, 'export const handler = async () => {};', { Role }));
});

const ListedTopics = v.object({ Topics: v.array(v.object({ TopicArn: v.string() })) });
const ListedSubscriptions = v.object({ Subscriptions: v.array(v.object({ SubscriptionArn: v.string() })) });

/** What there is of the mails' feedback, as its services describe it. */
const made = async () => {
  const { lambda, ses, sns } = services;
  const { Topics } = v.parse(ListedTopics, await sns.call('ListTopics', {}));
  const { Subscriptions } = v.parse(ListedSubscriptions, await sns.call('ListSubscriptions', {}));
  return {
    identity: await ses.call('GetEmailIdentity', { EmailIdentity: MAIL_FROM }),
    destinations: await ses.call('GetConfigurationSetEventDestinations', { ConfigurationSetName: 'sonde-local' }),
    topics: Topics,
    subscriptions: await Promise.all(Subscriptions.map((each) => sns.call('GetSubscriptionAttributes', each))),
    invoke: lambda.getFunctionEventInvokeConfig({ FunctionName: FUNCTION }),
  };
};

describe('ensureMail', () => {
  it('has bounces and complaints told to the function, and what fails set aside', async () => {
    await ensureMail(services);
    const { topics, ...all } = await made();
    const [{ TopicArn } = { TopicArn: '' }] = topics;
    expect(all).toMatchObject({
      identity: { ConfigurationSetName: 'sonde-local' },
      destinations: {
        EventDestinations: [{ Name: 'feedback', Enabled: true, SnsDestination: { TopicArn } }],
      },
      subscriptions: [
        {
          Attributes: {
            TopicArn,
            Protocol: 'lambda',
            RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn(DEAD_LETTER_QUEUE) }),
          },
        },
      ],
      invoke: { DestinationConfig: { OnFailure: { Destination: queueArn(DEAD_LETTER_QUEUE) } } },
    });
  });

  it('makes everything once', async () => {
    await ensureMail(services);
    const { invoke: _first, ...before } = await made();
    await ensureMail(services);
    const { invoke: _second, ...after } = await made();
    expect(after).toEqual(before);
  });

  it('gives an identity that is there already its configuration set', async () => {
    await services.ses.call('CreateEmailIdentity', { EmailIdentity: MAIL_FROM });
    await ensureMail(services);
    expect((await made()).identity).toMatchObject({ ConfigurationSetName: 'sonde-local' });
  });
});

it('what cannot be handed to the function is in the dead-letter queue', async () => {
  const { lambda, sns, sqs } = services;
  await ensureMail(services);
  await lambda.removePermission({ FunctionName: FUNCTION, StatementId: 'feedback' });
  const [{ TopicArn: topicArn } = { TopicArn: '' }] = (await made()).topics;
  await sns.publish({ topicArn, message: 'It bounced' });
  const [message] = await sqs.source(queueArn(DEAD_LETTER_QUEUE)).receive({ maximum: 1, waitMs: 10_000 });
  expect(JSON.parse(message?.body ?? '{}')).toMatchObject({ TopicArn: topicArn, Message: 'It bounced' });
});
