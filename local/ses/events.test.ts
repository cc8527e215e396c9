import * as v1 from '@aws-sdk/client-ses';
import * as v2 from '@aws-sdk/client-sesv2';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { startWorld, type World } from './testing/world.ts';

const ConfigurationSetName = 'exports';
const TopicArn = 'arn:aws:sns:eu-west-1:000000000000:mail-events';
const ALL: v2.EventType[] = ['SEND', 'REJECT', 'BOUNCE', 'COMPLAINT', 'DELIVERY'];

let world: World;

beforeEach(async () => {
  world = await startWorld();
  await world.ses.call('CreateConfigurationSet', { ConfigurationSetName });
});
afterEach(async () => {
  await world.close();
});

async function listen(types: v2.EventType[] = ALL, more: Partial<v2.EventDestinationDefinition> = {}): Promise<void> {
  const EventDestination = { Enabled: true, MatchingEventTypes: types, SnsDestination: { TopicArn }, ...more };
  await world.ses.call('CreateConfigurationSetEventDestination', {
    ConfigurationSetName,
    EventDestinationName: 'feedback',
    EventDestination,
  });
  world.published.length = 0;
}

/** What has been published when all is. */
async function events(): Promise<unknown[]> {
  world = await world.restart();
  return world.published.map(({ message }) => message);
}

const eventTypes = async () =>
  (await events()).map((event) => v.parse(v.object({ eventType: v.string() }), event).eventType);

const to = (...ToAddresses: string[]) => ({ ConfigurationSetName, Destination: { ToAddresses } });
const feedbackId = expect.stringMatching(/^0102[0-9a-f]{12}-[0-9a-f-]{36}-00000[1-9]$/) as string;

test('a mail is sent and delivered, with all that SES tells of it', async () => {
  await listen();
  const { MessageId } = await world.send({
    ...to('ada@example.org', 'success@simulator.amazonses.com'),
    ReplyToAddresses: ['help@example.com'],
    EmailTags: [{ Name: 'kind', Value: 'export' }],
  });
  const timestamp = new Date(world.now).toISOString();
  const destination = ['ada@example.org', 'success@simulator.amazonses.com'];
  const mail = {
    timestamp,
    source: 'Sonde <no-reply@example.com>',
    sourceArn: 'arn:aws:ses:eu-west-1:000000000000:identity/example.com',
    sendingAccountId: '000000000000',
    messageId: MessageId,
    destination,
    headersTruncated: false,
    headers: [
      { name: 'From', value: 'Sonde <no-reply@example.com>' },
      { name: 'Reply-To', value: 'help@example.com' },
      { name: 'To', value: destination.join(', ') },
      { name: 'Subject', value: 'Été' },
      { name: 'MIME-Version', value: '1.0' },
    ],
    commonHeaders: {
      from: ['Sonde <no-reply@example.com>'],
      replyTo: ['help@example.com'],
      to: destination,
      messageId: MessageId,
      subject: 'Été',
    },
    tags: {
      'ses:operation': ['SendEmail'],
      'ses:configuration-set': ['exports'],
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': ['example.com'],
      'ses:caller-identity': ['root'],
      kind: ['export'],
    },
  };
  expect(await events()).toEqual([
    { eventType: 'Send', mail, send: {} },
    {
      eventType: 'Delivery',
      mail,
      delivery: {
        timestamp,
        processingTimeMillis: 0,
        recipients: destination,
        smtpResponse: '250 2.6.0 Message received',
        remoteMtaIp: '127.0.0.1',
        reportingMTA: 'smtp-out.eu-west-1.amazonses.com',
      },
    },
  ]);
});

test('a hard bounce, and one of the global suppression list', async () => {
  await listen(['BOUNCE']);
  await world.send(to('bounce@simulator.amazonses.com', 'suppressionlist@simulator.amazonses.com'));
  expect(await events()).toMatchObject([
    {
      eventType: 'Bounce',
      bounce: {
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: [
          {
            emailAddress: 'bounce@simulator.amazonses.com',
            action: 'failed',
            status: '5.1.1',
            diagnosticCode: 'smtp; 550 5.1.1 user unknown',
          },
        ],
        timestamp: new Date(world.now).toISOString(),
        feedbackId,
        reportingMTA: 'dsn; smtp-out.eu-west-1.amazonses.com',
      },
    },
    { bounce: { bounceType: 'Permanent', bounceSubType: 'Suppressed', feedbackId } },
  ]);
});

test('a complaint comes after the delivery, and the next mail is held back', async () => {
  await listen();
  await world.send(to('complaint@simulator.amazonses.com'));
  await world.send(to('complaint@simulator.amazonses.com'));
  const [, delivery, complaint, ...next] = await events();
  expect([delivery, complaint]).toMatchObject([
    { eventType: 'Delivery' },
    {
      eventType: 'Complaint',
      complaint: {
        complainedRecipients: [{ emailAddress: 'complaint@simulator.amazonses.com' }],
        complaintFeedbackType: 'abuse',
        complaintSubType: null,
        feedbackId,
      },
    },
  ]);
  expect(next).toMatchObject([
    { eventType: 'Send' },
    { eventType: 'Complaint', complaint: { complaintSubType: 'OnAccountSuppressionList' } },
  ]);
});

test('an address on the suppression list of the account bounces', async () => {
  await listen();
  await world.ses.call('PutSuppressedDestination', { EmailAddress: 'ada@example.org', Reason: 'BOUNCE' });
  await world.send(to('ada@example.org'));
  expect(await events()).toMatchObject([
    { eventType: 'Send' },
    {
      eventType: 'Bounce',
      bounce: {
        bounceType: 'Permanent',
        bounceSubType: 'OnAccountSuppressionList',
        bouncedRecipients: [{ emailAddress: 'ada@example.org' }],
      },
    },
  ]);
});

test('a virus is rejected', async () => {
  await listen();
  const RawContent = Buffer.from('X5O!P%@AP[4\\PZX54(P^)7CC)7}$' + 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!' + '$H+H*');
  const Attachments = [{ FileName: 'a.txt', RawContent }];
  const Simple = { Subject: { Data: 's' }, Body: { Text: { Data: 't' } }, Attachments };
  await world.send({ ...to('ada@example.org'), Content: { Simple } });
  expect(world.mails).toEqual([]);
  expect(await events()).toMatchObject([
    { eventType: 'Send' },
    { eventType: 'Reject', reject: { reason: 'Bad content' } },
  ]);
});

test('the first API publishes, with its tags', async () => {
  await listen(['SEND']);
  await world.sendFirst({ ConfigurationSetName, Tags: [{ Name: 'kind', Value: 'export' }] });
  expect(await events()).toMatchObject([
    { mail: { source: 'no-reply@example.com', tags: { 'ses:operation': ['SendEmail'], kind: ['export'] } } },
  ]);
});

test('a raw message says its configuration set and tags in headers, which do not go out', async () => {
  await listen(['SEND']);
  const headers = ['From: no-reply@example.com', 'To: ada@example.org', 'X-Own: 1', 'Subject: Hello'];
  const forSes = ['X-SES-CONFIGURATION-SET: exports', 'X-SES-MESSAGE-TAGS: kind=export, language=fr'];
  const Data = Buffer.from([...headers, ...forSes, '', 'text'].join('\r\n'));
  await world.client.send(new v2.SendEmailCommand({ Content: { Raw: { Data } } }));
  await world.first.send(new v1.SendRawEmailCommand({ RawMessage: { Data } }));
  expect(world.mails[0]?.headers).toEqual([{ name: 'X-Own', value: '1' }]);
  const mail = {
    headers: headers.map((header) => ({ name: header.split(': ')[0], value: header.split(': ')[1] })),
    tags: { 'ses:configuration-set': ['exports'], kind: ['export'], language: ['fr'] },
  };
  expect(await events()).toMatchObject([{ mail }, { mail }]);
});

describe('only what is asked for is published', () => {
  test.each<[string, () => Promise<unknown>, Partial<v2.SendEmailCommandInput>]>([
    ['of another type', () => listen(['OPEN']), { ConfigurationSetName }],
    ['to a destination that is off', () => listen(ALL, { Enabled: false }), { ConfigurationSetName }],
    ['without a configuration set', () => listen(), {}],
  ])('and nothing %s', async (_, prepare, more) => {
    await prepare();
    await world.send(more);
    expect(await events()).toEqual([]);
  });
});

test('the default of the identity counts, the nearest identity alone, and the named set before it', async () => {
  await listen(['SEND']);
  const putDefault = (EmailIdentity: string, set?: string) =>
    world.client.send(
      new v2.PutEmailIdentityConfigurationSetAttributesCommand({ EmailIdentity, ConfigurationSetName: set }),
    );
  await putDefault('example.com', ConfigurationSetName);
  await world.send();
  await world.sendFirst();
  await world.ses.call('CreateEmailIdentity', { EmailIdentity: 'quiet@example.com' });
  await world.send({ FromEmailAddress: 'quiet@example.com' });
  await world.ses.call('CreateConfigurationSet', { ConfigurationSetName: 'silent' });
  await world.send({ ConfigurationSetName: 'silent' });
  await putDefault('example.com');
  await world.send();
  expect(await eventTypes()).toEqual(['Send', 'Send']);
});

describe('a configuration set is refused', () => {
  test('that is not there', async () => {
    const message = 'Configuration set <other> does not exist.';
    await expect(world.send({ ConfigurationSetName: 'other' })).rejects.toMatchObject({
      name: 'NotFoundException',
      message,
      $metadata: { httpStatusCode: 404 },
    });
    const first = world.sendFirst({ ConfigurationSetName: 'other' });
    await expect(first).rejects.toBeInstanceOf(v1.ConfigurationSetDoesNotExistException);
    await expect(first).rejects.toMatchObject({ message, $metadata: { httpStatusCode: 400 } });
  });

  test('that is the default, and has been deleted', async () => {
    await world.ses.call('PutEmailIdentityConfigurationSetAttributes', {
      EmailIdentity: 'example.com',
      ConfigurationSetName,
    });
    await world.ses.call('DeleteConfigurationSet', { ConfigurationSetName });
    await expect(world.send()).rejects.toBeInstanceOf(v2.BadRequestException);
  });

  test('that is paused', async () => {
    await world.ses.call('PutConfigurationSetSendingOptions', { ConfigurationSetName, SendingEnabled: false });
    await expect(world.send({ ConfigurationSetName })).rejects.toBeInstanceOf(v2.SendingPausedException);
    await expect(world.sendFirst({ ConfigurationSetName })).rejects.toBeInstanceOf(
      v1.ConfigurationSetSendingPausedException,
    );
    expect(world.mails).toEqual([]);
  });
});

test.each(['a b', '', 'é', 'x'.repeat(257)])('the tag %j is refused', async (Value) => {
  await expect(world.send({ EmailTags: [{ Name: 'kind', Value }] })).rejects.toThrow('EmailTags.0.Value');
});

test('bounces come by mail too, unless forwarding is off and a destination tells them', async () => {
  const bounce = to('bounce@simulator.amazonses.com');
  await world.ses.call('PutEmailIdentityFeedbackAttributes', { EmailIdentity: 'example.com' });
  await world.send(bounce);
  expect(world.mails).toHaveLength(1);
  await listen(['BOUNCE']);
  await world.send(bounce);
  expect(world.mails).toHaveLength(1);
});

test('a topic that takes nothing any more fails no mail, and is logged', async () => {
  await listen(['SEND']);
  const logged: unknown[] = [];
  const gone = new Error('The topic is gone');
  const log = { ...silentLog, error: (_: string, cause: unknown) => void logged.push(cause) };
  world = await world.restart({ log, events: { publish: () => Promise.reject(gone) } });
  await world.send({ ConfigurationSetName });
  await events();
  expect(logged).toEqual([gone]);
});
