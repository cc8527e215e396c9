import {
  CreateTopicRuleCommand,
  DeleteTopicRuleCommand,
  DescribeEndpointCommand,
  DisableTopicRuleCommand,
  EnableTopicRuleCommand,
  GetTopicRuleCommand,
  InvalidRequestException,
  ListTagsForResourceCommand,
  ListTopicRulesCommand,
  ReplaceTopicRuleCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  SqlParseException,
  TagResourceCommand,
  UnauthorizedException,
  UntagResourceCommand,
  RegisterCACertificateCommand,
  type TopicRulePayload,
} from '@aws-sdk/client-iot';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSqs, type Sqs } from '../../sqs/sqs.ts';
import { silentLog } from '../../shared/log.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { serveIot, type ServedIot } from '../testing/serve-iot.ts';

const roleArn = 'arn:aws:iam::000000000000:role/rule';
const urlOf = (queue: string) => `http://127.0.0.1:4566/000000000000/${queue}`;
const action = (queue: string) => ({ sqs: { queueUrl: urlOf(queue), roleArn, useBase64: false } });
const payload: TopicRulePayload = {
  sql: "SELECT encode(*, 'base64') AS payload FROM 'dt/sonde/+/+'",
  description: 'Hands over what devices publish',
  awsIotSqlVersion: '2016-03-23',
  ruleDisabled: false,
  actions: [action('ingest')],
  errorAction: action('dead'),
};
const ruleName = 'readings';
const ruleArn = 'arn:aws:iot:eu-west-1:000000000000:rule/readings';

let iot: ServedIot;
let sqs: Sqs;
let removeQueues: () => Promise<void>;
let trusted: boolean;
let allowed: boolean;
const logged: string[] = [];

beforeEach(async () => {
  trusted = true;
  allowed = true;
  logged.length = 0;
  const { directory, remove } = await temporaryDirectory();
  removeQueues = remove;
  sqs = await createSqs({ directory, log: silentLog, queueUrlBase: () => 'http://127.0.0.1:4566' });
  await sqs.call('CreateQueue', { QueueName: 'ingest' });
  iot = await serveIot({
    deliver: (queueUrl, message) => sqs.deliver(queueUrl, message),
    log: { ...silentLog, error: (message) => logged.push(message) },
    roles: {
      find: (arn) =>
        arn === roleArn
          ? {
              arn,
              trusts: (service) => trusted && service === 'iot.amazonaws.com',
              allows: (...asked) =>
                allowed && asked.join() === 'sqs:SendMessage,arn:aws:sqs:eu-west-1:000000000000:ingest',
            }
          : undefined,
    },
  });
});
afterEach(async () => {
  await iot.end();
  await sqs.close();
  await removeQueues();
});

const create = (changes: Partial<TopicRulePayload> = {}, tags?: string) =>
  iot.client.send(
    new CreateTopicRuleCommand({ ruleName, topicRulePayload: { ...payload, ...changes }, ...(tags && { tags }) }),
  );

async function publish(text: string): Promise<void> {
  const device = await connectAsync({ host: '127.0.0.1', port: iot.port(), reconnectPeriod: 0 });
  await device.publishAsync('dt/sonde/acme/probe-1', text, { qos: 1 });
  await device.endAsync();
}

async function received(): Promise<string[]> {
  const source = sqs.source(urlOf('ingest'));
  const messages = await source.receive({ maximum: 10, waitMs: 0 });
  await source.delete(messages.map(({ receiptHandle }) => receiptHandle));
  return messages.map(({ body }) => body);
}

const base64 = (text: string) => JSON.stringify({ payload: Buffer.from(text).toString('base64') });

describe('a topic rule', () => {
  test('is given back as it was set', async () => {
    await create({}, 'Project=sonde&Environment=dev%20test');
    const { rule, ruleArn: arn } = await iot.client.send(new GetTopicRuleCommand({ ruleName }));
    expect(arn).toBe(ruleArn);
    expect(rule).toEqual({ ...payload, ruleName, createdAt: expect.any(Date) as Date });
    const { rules } = await iot.client.send(new ListTopicRulesCommand({ topic: 'dt/sonde/a/b' }));
    expect(rules).toEqual([
      { ruleArn, ruleName, topicPattern: 'dt/sonde/+/+', ruleDisabled: false, createdAt: expect.any(Date) as Date },
    ]);
    expect((await iot.client.send(new ListTopicRulesCommand({ topic: 'dt/other' }))).rules).toEqual([]);
    expect((await iot.client.send(new ListTopicRulesCommand({ ruleDisabled: true }))).rules).toEqual([]);

    await iot.client.send(new UntagResourceCommand({ resourceArn: ruleArn, tagKeys: ['Project'] }));
    await iot.client.send(new TagResourceCommand({ resourceArn: ruleArn, tags: [{ Key: 'More', Value: 'x' }] }));
    expect((await iot.client.send(new ListTagsForResourceCommand({ resourceArn: ruleArn }))).tags).toEqual([
      { Key: 'Environment', Value: 'dev test' },
      { Key: 'More', Value: 'x' },
    ]);
    await iot.client.send(new DeleteTopicRuleCommand({ ruleName }));
    await expect(iot.client.send(new ListTagsForResourceCommand({ resourceArn: ruleArn }))).rejects.toThrow(
      ResourceNotFoundException,
    );
  });

  test('acts at once, and after a restart, while it is enabled', async () => {
    await create();
    await publish('one');
    expect(await received()).toEqual([base64('one')]);
    await iot.restart();
    await publish('two');
    await iot.client.send(new DisableTopicRuleCommand({ ruleName }));
    await publish('three');
    await iot.restart();
    await publish('four');
    await iot.client.send(new EnableTopicRuleCommand({ ruleName }));
    await publish('five');
    expect(await received()).toEqual([base64('two'), base64('five')]);

    const sql = "SELECT 'x' AS y FROM 'dt/#'";
    await iot.client.send(new ReplaceTopicRuleCommand({ ruleName, topicRulePayload: { ...payload, sql } }));
    await publish('six');
    await iot.client.send(new DeleteTopicRuleCommand({ ruleName }));
    await publish('seven');
    expect(await received()).toEqual(['{"y":"x"}']);
    expect(logged).toEqual([]);
  });

  test.each([
    ['its role may not be assumed', () => (trusted = false)],
    ['its role may not send to the queue', () => (allowed = false)],
    ['the queue does not exist', () => sqs.call('DeleteQueue', { QueueUrl: urlOf('ingest') })],
  ])('loses a message, and says so, where %s', async (_why, harm) => {
    await create();
    await harm();
    await publish('lost');
    expect(logged).toEqual([
      `Rule readings cannot deliver to ${urlOf('ingest')}`,
      `Rule readings lost a message: it may not be delivered to ${urlOf('dead')}`,
    ]);
  });

  test('that is not there is denied', async () => {
    await expect(iot.client.send(new GetTopicRuleCommand({ ruleName }))).rejects.toThrow(UnauthorizedException);
    await expect(iot.client.send(new DeleteTopicRuleCommand({ ruleName }))).rejects.toThrow(UnauthorizedException);
    await expect(iot.client.send(new EnableTopicRuleCommand({ ruleName }))).rejects.toThrow(UnauthorizedException);
    const replace = new ReplaceTopicRuleCommand({ ruleName, topicRulePayload: payload });
    await expect(iot.client.send(replace)).rejects.toThrow(UnauthorizedException);
  });

  test('is refused where AWS refuses it, and what is not supported by its name', async () => {
    await expect(create({ sql: 'SELECT' })).rejects.toThrow(SqlParseException);
    await expect(create({ awsIotSqlVersion: '2015-10-08' })).rejects.toThrow('2016-03-23');
    await expect(create({ awsIotSqlVersion: undefined })).rejects.toThrow('2016-03-23');
    await expect(create({ actions: [{ republish: { roleArn, topic: 'a' } }] })).rejects.toThrow('action republish');
    await expect(create({ errorAction: { lambda: { functionArn: 'x' } } })).rejects.toThrow('action lambda');
    await expect(create({ actions: Array<object>(11).fill(action('ingest')) })).rejects.toThrow('at most 10');
    for (const queueUrl of ['ingest', 'arn:aws:sqs:eu-west-1:000000000000:ingest', 'http://127.0.0.1/1/ingest'])
      await expect(create({ actions: [{ sqs: { queueUrl, roleArn } }] })).rejects.toThrow(InvalidRequestException);
    trusted = false;
    await expect(create()).rejects.toThrow('unable to perform: sts:AssumeRole on resource');
    trusted = true;
    await create();
    await expect(create()).rejects.toThrow(ResourceAlreadyExistsException);
  });
});

test('the endpoint is where devices connect', async () => {
  const ask = (endpointType?: string) => iot.client.send(new DescribeEndpointCommand({ endpointType }));
  expect((await ask('iot:Data-ATS')).endpointAddress).toBe(`127.0.0.1:${iot.tlsPort()}`);
  await expect(ask('iot:Jobs')).rejects.toThrow(InvalidRequestException);
});

test('authorities of certificates are refused by name', async () => {
  const command = new RegisterCACertificateCommand({ caCertificate: 'x', certificateMode: 'SNI_ONLY' });
  await expect(iot.client.send(command)).rejects.toThrow('RegisterCACertificate is not supported here');
});
