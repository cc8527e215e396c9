import * as v1 from '@aws-sdk/client-ses';
import * as v2 from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { startWorld, type World } from './testing/world.ts';

let world: World;

beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.close();
});

describe('a simple mail', () => {
  test('arrives by the API v2 with all that it has', async () => {
    const { MessageId } = await world.send({
      Destination: {
        ToAddresses: ['Ada <ada@example.org>', 'bert@example.org'],
        CcAddresses: ['cleo@example.org'],
        BccAddresses: ['dora@example.org'],
      },
      ReplyToAddresses: ['help@example.com'],
      EmailTags: [{ Name: 'kind', Value: 'export' }],
      Content: {
        Simple: {
          Subject: { Data: 'Été <1>', Charset: 'UTF-8' },
          Body: { Text: { Data: 'Texte\n' }, Html: { Data: '<p>é</p>', Charset: 'UTF-8' } },
          Headers: [{ Name: 'List-Unsubscribe', Value: '<https://example.com/leave>' }],
          Attachments: [{ FileName: 'a.csv', ContentType: 'text/csv', RawContent: Buffer.from('a,b\r\n') }],
        },
      },
    });
    expect(MessageId).toMatch(/^[0-9a-f]{16}-[0-9a-f-]{36}-000000$/);
    expect(world.mails).toEqual([
      {
        from: 'Sonde <no-reply@example.com>',
        to: ['ada@example.org', 'bert@example.org'],
        cc: ['cleo@example.org'],
        bcc: ['dora@example.org'],
        replyTo: ['help@example.com'],
        subject: 'Été <1>',
        text: 'Texte\n',
        html: '<p>é</p>',
        headers: [{ name: 'List-Unsubscribe', value: '<https://example.com/leave>' }],
        attachments: [{ name: 'a.csv', contentType: 'text/csv', bytes: 5 }],
      },
    ]);
  });

  test('arrives by the first API', async () => {
    const { MessageId } = await world.sendFirst({
      Destination: { ToAddresses: ['ada@example.org', 'bert@example.org'], BccAddresses: ['dora@example.org'] },
      Message: { Subject: { Data: 'a&b=c+d %20' }, Body: { Html: { Data: '<p>é</p>', Charset: 'UTF-8' } } },
      ReplyToAddresses: ['help@example.com'],
      ReturnPath: 'bounces@example.com',
      Tags: [{ Name: 'kind', Value: 'export' }],
    });
    expect(MessageId).toMatch(/-000000$/);
    expect(world.mails).toEqual([
      {
        from: 'no-reply@example.com',
        to: ['ada@example.org', 'bert@example.org'],
        bcc: ['dora@example.org'],
        replyTo: ['help@example.com'],
        subject: 'a&b=c+d %20',
        text: '',
        html: '<p>é</p>',
      },
    ]);
  });

  test('has only ASCII where it names no character set', async () => {
    const Simple = { Subject: { Data: 'Été 🌡' }, Body: { Text: { Data: 'é' }, Html: { Data: 'é', Charset: 'UTF-8' } } };
    await world.send({ Content: { Simple } });
    await world.sendFirst({ Message: Simple });
    const garbled = { subject: '?t? ?', text: '?', html: 'é' };
    expect(world.mails).toMatchObject([garbled, garbled]);
  });

  test('shows the name of its sender decoded', async () => {
    await world.send({ FromEmailAddress: '=?utf-8?Q?J=C3=B6rg?= <no-reply@example.com>' });
    expect(world.mails[0]?.from).toBe('Jörg <no-reply@example.com>');
  });

  test('may have more than nine recipients by the first API, in their order', async () => {
    const ToAddresses = Array.from({ length: 50 }, (_, index) => `p${index}@example.org`);
    await world.sendFirst({ Destination: { ToAddresses } });
    expect(world.mails[0]?.to).toEqual(ToAddresses);
  });
});

describe('is refused by both APIs', () => {
  test.each<[string, string, string[], string]>([
    ['an address from nobody verified', 'x@other.example', ['ada@example.org'], 'MessageRejected'],
    ['more than 50 recipients', 'x@example.com', Array<string>(51).fill('ada@example.org'), 'Bad'],
    ['no recipient', 'x@example.com', [], 'Bad'],
    ['an empty address', 'x@example.com', [''], 'Bad'],
    ['an address without a domain', 'x@example.com', ['ada'], 'Bad'],
    ['an address that is not ASCII', 'x@example.com', ['é@example.org'], 'Bad'],
    ['two addresses in one', 'x@example.com', ['ada@example.org, bert@example.org'], 'Bad'],
    ['a sender whose name is not encoded', 'Jörg <x@example.com>', ['ada@example.org'], 'Bad'],
    ['a sender who is no address', 'nobody', ['ada@example.org'], 'Bad'],
  ])('%s', async (_, from, ToAddresses, code) => {
    await expect(world.send({ FromEmailAddress: from, Destination: { ToAddresses } })).rejects.toMatchObject({
      name: code === 'Bad' ? 'BadRequestException' : code,
      $metadata: { httpStatusCode: 400 },
    });
    await expect(world.sendFirst({ Source: from, Destination: { ToAddresses } })).rejects.toMatchObject({
      name: code === 'Bad' ? 'InvalidParameterValue' : code,
      $metadata: { httpStatusCode: 400 },
    });
    expect(world.mails).toEqual([]);
  });

  test('a return path that is not verified, by its name', async () => {
    const message =
      'Email address is not verified. The following identities failed the check in region EU-WEST-1: x@other.example';
    await expect(world.send({ FeedbackForwardingEmailAddress: 'x@other.example' })).rejects.toThrow(message);
    await expect(world.sendFirst({ ReturnPath: 'x@other.example' })).rejects.toThrow(message);
    await expect(world.sendFirst({ ReturnPath: 'x@other.example' })).rejects.toBeInstanceOf(v1.MessageRejected);
    await expect(world.send({ FromEmailAddress: 'x@other.example' })).rejects.toBeInstanceOf(v2.MessageRejected);
  });

  test('a message beyond the limit of size', async () => {
    const Html = { Data: 'x'.repeat(10 * 1024 * 1024) };
    const refusal = /^Message length is more than 10485760 bytes long: '\d+'\.$/;
    await expect(world.sendFirst({ Message: { Subject: { Data: 's' }, Body: { Html } } })).rejects.toThrow(refusal);
    await world.send({ Content: { Simple: { Subject: { Data: 's' }, Body: { Html } } } });
    const RawContent = new Uint8Array(30 * 1024 * 1024);
    const Attachments = [{ FileName: 'large', RawContent }];
    await expect(
      world.send({ Content: { Simple: { Subject: { Data: 's' }, Body: { Html: { Data: 's' } }, Attachments } } }),
    ).rejects.toThrow('Message length is more than 41943040 bytes long');
  });
});

describe('the API v2 refuses', () => {
  test.each<[string, Partial<v2.SendEmailCommandInput>, string]>([
    ['a template', { Content: { Template: { TemplateName: 't' } } }, 'Content.Template'],
    ['no content', { Content: {} }, 'Content must be'],
    ['no body', { Content: { Simple: { Subject: { Data: 's' }, Body: {} } } }, 'must have Text or Html'],
    ['no sender', { FromEmailAddress: undefined }, 'FromEmailAddress'],
    ['subscription lists', { ListManagementOptions: { ContactListName: 'c' } }, 'ListManagementOptions'],
    ['tenants', { TenantName: 't' }, 'TenantName'],
    [
      'a header with a line break',
      {
        Content: {
          Simple: {
            Subject: { Data: 's' },
            Body: { Text: { Data: 't' } },
            Headers: [{ Name: 'X-A', Value: 'a\r\nBcc: x@example.org' }],
          },
        },
      },
      'Invalid header value',
    ],
  ])('%s', async (_, more, message) => {
    await expect(world.send(more)).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining(message) as string,
    });
  });

  test('an operation that is not here, by its path', async () => {
    const TemplateName = 'any';
    await expect(world.client.send(new v2.GetEmailTemplateCommand({ TemplateName }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: 'GET /v2/email/templates/any is not supported here',
    });
    await expect(world.ses.call('ListEmailTemplates', {})).rejects.toThrow('ListEmailTemplates is not supported here');
  });

  test('a body that is not JSON', async () => {
    const response = await fetch(`${world.url}/v2/email/outbound-emails`, { method: 'POST', body: '[' });
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([400, 'SerializationException']);
  });
});

describe('the first API refuses', () => {
  test('an operation that is not here, by its name', async () => {
    await expect(world.first.send(new v1.ListTemplatesCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
      message: 'The operation ListTemplates is not supported here',
    });
    const response = await fetch(world.url, { method: 'POST', body: 'Action=__proto__' });
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('InvalidAction')]);
  });

  test('the identity of another account', async () => {
    await expect(world.sendFirst({ SourceArn: 'arn:aws:ses:eu-west-1:1:identity/x' })).rejects.toThrow('SourceArn');
  });

  test('a message without a body', async () => {
    await expect(world.sendFirst({ Message: { Subject: { Data: 's' }, Body: {} } })).rejects.toThrow('Message.Body');
  });
});

test('a mailbox that fails is an internal failure, which is logged', async () => {
  const logged: unknown[] = [];
  const error = (_: string, cause: unknown) => void logged.push(cause);
  const disk = new Error('The disk is full');
  world = await world.restart({ mail: { deliver: () => Promise.reject(disk) }, log: { ...silentLog, error } });
  await expect(world.send()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
  await expect(world.sendFirst()).rejects.toMatchObject({
    name: 'InternalFailure',
    $metadata: { httpStatusCode: 500 },
  });
  expect(logged).toEqual([disk, disk]);
});
