import * as sdk from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AwsError } from '../shared/aws-error.ts';
import { silentLog } from '../shared/log.ts';
import type { LambdaInvoker, Mail } from '../shared/ports.ts';
import { clientOptions, serve } from '../shared/testing/serve.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import type { QueueSink } from './delivery.ts';
import { createSns, type Sns } from './index.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const TOPIC = 'arn:aws:sns:eu-west-1:000000000000:sonde-local-alarms';
const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function:sonde-local-alarm';
const QUEUE = 'arn:aws:sqs:eu-west-1:000000000000:sonde-local-alarms';

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
let sns: Sns;
let client: sdk.SNSClient;
let stop: () => Promise<void>;
const invoke = vi.fn<LambdaInvoker['invoke']>();
const deliver = vi.fn<QueueSink['deliver']>();
const mails: Mail[] = [];

async function start(): Promise<void> {
  const mail = { deliver: (each: Mail) => Promise.resolve(void mails.push(each)) };
  const targets = { lambda: { invoke }, queues: { deliver }, mail };
  sns = await createSns({ directory: folder.directory, log: silentLog, clock: () => NOW, ...targets });
  const served = await serve(sns);
  client = new sdk.SNSClient(clientOptions(served.url));
  stop = async () => {
    client.destroy();
    await served.close();
    await sns.close();
  };
}
beforeEach(async () => {
  invoke.mockReset().mockResolvedValue({ payload: null });
  deliver.mockReset().mockResolvedValue(undefined);
  mails.length = 0;
  folder = await temporaryDirectory();
  await start();
});
afterEach(async () => {
  await stop();
  await folder.remove();
});

const make = (more: Partial<sdk.CreateTopicCommandInput> = {}) =>
  client.send(new sdk.CreateTopicCommand({ Name: 'sonde-local-alarms', ...more }));
const topicAttributes = async () =>
  (await client.send(new sdk.GetTopicAttributesCommand({ TopicArn: TOPIC }))).Attributes ?? {};
const subscribe = async (Protocol: string, Endpoint: string, Attributes: Record<string, string> = {}) => {
  const input = { TopicArn: TOPIC, Protocol, Endpoint, Attributes, ReturnSubscriptionArn: true };
  return (await client.send(new sdk.SubscribeCommand(input))).SubscriptionArn ?? '';
};
const subscription = async (SubscriptionArn: string) =>
  (await client.send(new sdk.GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes ?? {};
const publish = (more: Partial<sdk.PublishCommandInput> = {}) =>
  client.send(new sdk.PublishCommand({ TopicArn: TOPIC, Message: 'It is hot', ...more }));

describe('topics', () => {
  it('are made once, and give back what was set and the defaults, after a restart too', async () => {
    const Tags = [{ Key: 'Project', Value: 'sonde' }];
    expect((await make({ Attributes: { DisplayName: 'Alarms' }, Tags })).TopicArn).toBe(TOPIC);
    expect((await make({ Tags })).TopicArn).toBe(TOPIC);
    const policy = { TopicArn: TOPIC, AttributeName: 'Policy', AttributeValue: '{"Statement":[]}' };
    await client.send(new sdk.SetTopicAttributesCommand(policy));
    await stop();
    await start();
    const attributes = await topicAttributes();
    const owned = { DisplayName: 'Alarms', Policy: '{"Statement":[]}', TopicArn: TOPIC, Owner: '000000000000' };
    expect(attributes).toMatchObject({ ...owned, SubscriptionsConfirmed: '0', SubscriptionsPending: '0' });
    await client.send(new sdk.SetTopicAttributesCommand({ ...policy, AttributeValue: '' }));
    expect((await topicAttributes()).Policy).toContain('__default_policy_ID');
    await client.send(new sdk.UntagResourceCommand({ ResourceArn: TOPIC, TagKeys: ['Project'] }));
    await client.send(new sdk.TagResourceCommand({ ResourceArn: TOPIC, Tags: [{ Key: 'a', Value: 'b' }] }));
    const tagged = await client.send(new sdk.ListTagsForResourceCommand({ ResourceArn: TOPIC }));
    expect(tagged.Tags).toEqual([{ Key: 'a', Value: 'b' }]);
  });

  it('are deleted with their subscriptions, and no error is made of what is not there', async () => {
    await make();
    const arn = await subscribe('lambda', FUNCTION);
    await client.send(new sdk.DeleteTopicCommand({ TopicArn: TOPIC }));
    await client.send(new sdk.DeleteTopicCommand({ TopicArn: TOPIC }));
    expect((await client.send(new sdk.ListTopicsCommand({}))).Topics).toEqual([]);
    await expect(topicAttributes()).rejects.toMatchObject({ name: 'NotFoundException' });
    await expect(subscription(arn)).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('are refused as AWS refuses them', async () => {
    await make({ Attributes: { DisplayName: 'Alarms' } });
    await expect(make({ Attributes: { DisplayName: 'Others' } })).rejects.toThrow('different attributes');
    await expect(make({ Tags: [{ Key: 'a', Value: 'b' }] })).rejects.toThrow('different tags');
    await expect(make({ Name: 'with space' })).rejects.toThrow('Topic Name');
    await expect(make({ Name: 'a.fifo' })).rejects.toThrow('FIFO topics are not supported here');
    await expect(make({ Name: 'a', Attributes: { Policy: 'none' } })).rejects.toThrow('Policy is not valid');
  });
});

describe('subscriptions', () => {
  beforeEach(() => make());

  it('of an address wait to be confirmed, and cannot be ended until then', async () => {
    const arn = await subscribe('email', 'ops@example.com');
    expect(await subscribe('email', 'ops@example.com')).toBe(arn);
    expect(await subscription(arn)).toMatchObject({ PendingConfirmation: 'true', Endpoint: 'ops@example.com' });
    const listed = await client.send(new sdk.ListSubscriptionsByTopicCommand({ TopicArn: TOPIC }));
    expect(listed.Subscriptions?.map(({ SubscriptionArn }) => SubscriptionArn)).toEqual(['PendingConfirmation']);
    const end = () => client.send(new sdk.UnsubscribeCommand({ SubscriptionArn: arn }));
    await expect(end()).rejects.toThrow('pending confirmation');
    await sns.confirm(arn);
    await publish({ Subject: 'Hot' });
    await vi.waitFor(() => {
      expect(mails).toEqual([
        { from: 'no-reply@sns.amazonaws.com', to: ['ops@example.com'], subject: 'Hot', text: 'It is hot' },
      ]);
    });
    await end();
    await expect(subscription(arn)).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('keep their attributes', async () => {
    const FilterPolicy = '{"level":["high"]}';
    const arn = await subscribe('sqs', QUEUE, { RawMessageDelivery: 'true', FilterPolicy });
    const set = { FilterPolicy, FilterPolicyScope: 'MessageAttributes', RawMessageDelivery: 'true' };
    expect(await subscription(arn)).toMatchObject(set);
    const reset = { SubscriptionArn: arn, AttributeName: 'FilterPolicy', AttributeValue: '' };
    await client.send(new sdk.SetSubscriptionAttributesCommand(reset));
    expect(await subscription(arn)).not.toHaveProperty('FilterPolicy');
  });

  it.each([
    ['another protocol', 'https', 'https://example.com', {}, 'https is not supported here'],
    ['an endpoint of another kind', 'lambda', 'ops@example.com', {}, 'Endpoint'],
    ['a filter by prefix', 'lambda', FUNCTION, { FilterPolicy: '{"a":[{"prefix":"b"}]}' }, 'only exact strings'],
    ['a filter of the body', 'lambda', FUNCTION, { FilterPolicyScope: 'MessageBody' }, 'not supported here'],
    ['raw messages to a function', 'lambda', FUNCTION, { RawMessageDelivery: 'true' }, 'raw message delivery'],
  ])('are refused: %s', async (_what, protocol, endpoint, attributes, message) => {
    await expect(subscribe(protocol, endpoint, attributes)).rejects.toThrow(message);
  });
});

describe('messages', () => {
  beforeEach(() => make());

  it('invoke functions, for the topic', async () => {
    const EventSubscriptionArn = await subscribe('lambda', FUNCTION);
    const MessageAttributes = { level: { DataType: 'String', StringValue: 'high' } };
    const { MessageId } = await publish({ Subject: 'Hot', MessageAttributes });
    await vi.waitFor(() => {
      expect(invoke).toHaveBeenCalledOnce();
    });
    const Sns = {
      SignatureVersion: '1',
      Signature: 'unsigned',
      SigningCertUrl: 'http://127.0.0.1/',
      UnsubscribeUrl: 'http://127.0.0.1/',
      Type: 'Notification',
      MessageId,
      TopicArn: TOPIC,
      Subject: 'Hot',
      Message: 'It is hot',
      Timestamp: '2026-01-15T12:00:00.000Z',
      MessageAttributes: { level: { Type: 'String', Value: 'high' } },
    };
    const event = { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn, Sns }] };
    const by = { service: 'sns.amazonaws.com', sourceArn: TOPIC };
    expect(invoke).toHaveBeenCalledWith(FUNCTION, event, 'Event', by);
  });

  it('go to queues, raw or not, as their filters say', async () => {
    await subscribe('sqs', QUEUE, { FilterPolicy: '{"level":["high","higher"]}' });
    await subscribe('sqs', `${QUEUE}-raw`, { RawMessageDelivery: 'true' });
    const attributes = { level: { DataType: 'String', StringValue: 'high' } };
    await sns.publish({ topicArn: TOPIC, message: 'low', attributes: {} });
    await sns.publish({ topicArn: TOPIC, message: 'high', attributes });
    const delivered = (arn: string) => deliver.mock.calls.filter(([to]) => to === arn).map(([, message]) => message);
    expect(delivered(QUEUE).map(({ body }) => JSON.parse(body) as object)).toMatchObject([
      { Type: 'Notification', Message: 'high', MessageAttributes: { level: { Type: 'String', Value: 'high' } } },
    ]);
    expect(delivered(`${QUEUE}-raw`)).toEqual([
      { body: 'low', attributes: {} },
      { body: 'high', attributes },
    ]);
  });

  it('that say a list of values and have none are as no filter wants them', async () => {
    await subscribe('sqs', QUEUE, { FilterPolicy: '{"level":["high"]}' });
    const levels = (StringValue: string) => ({ level: { DataType: 'String.Array', StringValue } });
    await sns.publish({ topicArn: TOPIC, message: 'no list', attributes: levels('high') });
    await sns.publish({ topicArn: TOPIC, message: 'a list', attributes: levels('["low", "high"]') });
    expect(deliver.mock.calls.map(([, { body }]) => JSON.parse(body) as object)).toMatchObject([{ Message: 'a list' }]);
  });

  it('differ by protocol where the sender says so', async () => {
    await subscribe('lambda', FUNCTION);
    await publish({ MessageStructure: 'json', Message: JSON.stringify({ default: 'a', lambda: 'b' }) });
    await vi.waitFor(() => {
      expect(invoke.mock.calls[0]?.[1]).toMatchObject({ Records: [{ Sns: { Message: 'b', Subject: null } }] });
    });
    await expect(publish({ MessageStructure: 'json', Message: '{"lambda":"b"}' })).rejects.toThrow('No default entry');
  });

  it('go to the dead-letter queue when a function cannot be invoked', async () => {
    invoke.mockRejectedValue(new AwsError('AccessDeniedException', 'No'));
    await subscribe('lambda', FUNCTION, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: QUEUE }) });
    await publish();
    await vi.waitFor(() => {
      expect(deliver).toHaveBeenCalledWith(QUEUE, {
        body: expect.stringContaining('It is hot') as string,
        attributes: {},
      });
    });
  });

  it.each([
    ['an empty one', { Message: '' }, 'Empty message'],
    ['one over 256 KiB', { Message: 'a'.repeat(262_145) }, 'Message too long'],
    ['a subject of two lines', { Subject: 'a\nb' }, 'Subject'],
    ['one to a telephone', { PhoneNumber: '+33100000000' }, 'not supported here'],
    ['one to a topic that is not there', { TopicArn: `${TOPIC}-2` }, 'Topic does not exist'],
  ])('are refused: %s', async (_what, more, message) => {
    await expect(publish(more)).rejects.toThrow(message);
  });

  it('are refused in process by the same rules', async () => {
    await expect(sns.publish({ topicArn: `${TOPIC}-2`, message: 'a' })).rejects.toMatchObject({ code: 'NotFound' });
    expect(await sns.call('ListTopics', {})).toEqual({ Topics: [{ TopicArn: TOPIC }], NextToken: undefined });
    await expect(sns.call('AddPermission', {})).rejects.toThrow('AddPermission is not supported here');
  });
});
