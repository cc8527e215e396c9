import * as v1 from '@aws-sdk/client-ses';
import * as v2 from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AwsError } from '../shared/aws-error.ts';
import type { Mail } from '../shared/ports.ts';
import { silentLog } from '../shared/log.ts';
import { clientOptions, serve, type Served } from '../shared/testing/serve.ts';
import { createSes, type Ses, type SesOptions } from './index.ts';

let now = 1_700_000_000_000;
let mails: Mail[];
let ses: Ses;
let served: Served;
let client: v2.SESv2Client;
let first: v1.SESClient;

beforeEach(async () => {
  mails = [];
  await start();
});
afterEach(async () => {
  await stop();
});

async function start(options: Partial<SesOptions> = {}): Promise<void> {
  const deliver = (mail: Mail) => Promise.resolve(void mails.push(mail));
  ses = createSes({ mail: { deliver }, log: silentLog, clock: () => now, ...options });
  served = await serve(ses);
  client = new v2.SESv2Client(clientOptions(served.url));
  first = new v1.SESClient(clientOptions(served.url));
  await ses.call('CreateEmailIdentity', { EmailIdentity: 'example.com' });
}

async function stop(): Promise<void> {
  client.destroy();
  first.destroy();
  await served.close();
  await ses.close();
}

const simple = (more: Partial<v2.SendEmailCommandInput> = {}): v2.SendEmailCommandInput => ({
  FromEmailAddress: 'Sonde <no-reply@example.com>',
  Destination: { ToAddresses: ['ada@example.org'] },
  Content: { Simple: { Subject: { Data: 'Été', Charset: 'UTF-8' }, Body: { Text: { Data: 'Texte' } } } },
  ...more,
});
const send = (more: Partial<v2.SendEmailCommandInput> = {}) => client.send(new v2.SendEmailCommand(simple(more)));
const sendFirst = (more: Partial<v1.SendEmailCommandInput> = {}) =>
  first.send(
    new v1.SendEmailCommand({
      Source: 'no-reply@example.com',
      Destination: { ToAddresses: ['ada@example.org'] },
      Message: { Subject: { Data: 'Ete' }, Body: { Text: { Data: 'Texte' } } },
      ...more,
    }),
  );
const bytes = (text: string) => new TextEncoder().encode(text);

describe('a simple mail', () => {
  test('arrives by the API v2 with all that it has', async () => {
    const { MessageId } = await send({
      Destination: {
        ToAddresses: ['Ada <ada@example.org>', 'bert@example.org'],
        CcAddresses: ['cleo@example.org'],
        BccAddresses: ['dora@example.org'],
      },
      ReplyToAddresses: ['help@example.com'],
      ConfigurationSetName: 'any',
      EmailTags: [{ Name: 'kind', Value: 'export' }],
      Content: {
        Simple: {
          Subject: { Data: 'Été <1>', Charset: 'UTF-8' },
          Body: { Text: { Data: 'Texte\n' }, Html: { Data: '<p>é</p>', Charset: 'UTF-8' } },
          Headers: [{ Name: 'List-Unsubscribe', Value: '<https://example.com/leave>' }],
          Attachments: [{ FileName: 'a.csv', ContentType: 'text/csv', RawContent: bytes('a,b\r\n') }],
        },
      },
    });
    expect(MessageId).toMatch(/^[0-9a-f]{16}-[0-9a-f-]{36}-000000$/);
    expect(mails).toEqual([
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
    const { MessageId } = await sendFirst({
      Destination: { ToAddresses: ['ada@example.org', 'bert@example.org'], BccAddresses: ['dora@example.org'] },
      Message: { Subject: { Data: 'a&b=c+d %20' }, Body: { Html: { Data: '<p>é</p>', Charset: 'UTF-8' } } },
      ReplyToAddresses: ['help@example.com'],
      ReturnPath: 'bounces@example.com',
      ConfigurationSetName: 'any',
      Tags: [{ Name: 'kind', Value: 'export' }],
    });
    expect(MessageId).toMatch(/-000000$/);
    expect(mails).toEqual([
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
    await send({ Content: { Simple } });
    await sendFirst({ Message: Simple });
    const garbled = { subject: '?t? ?', text: '?', html: 'é' };
    expect(mails).toMatchObject([garbled, garbled]);
  });

  test('shows the name of its sender decoded', async () => {
    await send({ FromEmailAddress: '=?utf-8?Q?J=C3=B6rg?= <no-reply@example.com>' });
    expect(mails[0]?.from).toBe('Jörg <no-reply@example.com>');
  });

  test('may have more than nine recipients by the first API, in their order', async () => {
    const ToAddresses = Array.from({ length: 50 }, (_, index) => `p${index}@example.org`);
    await sendFirst({ Destination: { ToAddresses } });
    expect(mails[0]?.to).toEqual(ToAddresses);
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
    await expect(send({ FromEmailAddress: from, Destination: { ToAddresses } })).rejects.toMatchObject({
      name: code === 'Bad' ? 'BadRequestException' : code,
      $metadata: { httpStatusCode: 400 },
    });
    await expect(sendFirst({ Source: from, Destination: { ToAddresses } })).rejects.toMatchObject({
      name: code === 'Bad' ? 'InvalidParameterValue' : code,
      $metadata: { httpStatusCode: 400 },
    });
    expect(mails).toEqual([]);
  });

  test('a return path that is not verified, by its name', async () => {
    const message =
      'Email address is not verified. The following identities failed the check in region EU-WEST-1: x@other.example';
    await expect(send({ FeedbackForwardingEmailAddress: 'x@other.example' })).rejects.toThrow(message);
    await expect(sendFirst({ ReturnPath: 'x@other.example' })).rejects.toThrow(message);
    await expect(sendFirst({ ReturnPath: 'x@other.example' })).rejects.toBeInstanceOf(v1.MessageRejected);
    await expect(send({ FromEmailAddress: 'x@other.example' })).rejects.toBeInstanceOf(v2.MessageRejected);
  });

  test('a message beyond the limit of size', async () => {
    const Html = { Data: 'x'.repeat(10 * 1024 * 1024) };
    const refusal = /^Message length is more than 10485760 bytes long: '\d+'\.$/;
    await expect(sendFirst({ Message: { Subject: { Data: 's' }, Body: { Html } } })).rejects.toThrow(refusal);
    await send({ Content: { Simple: { Subject: { Data: 's' }, Body: { Html } } } });
    const RawContent = new Uint8Array(30 * 1024 * 1024);
    const Attachments = [{ FileName: 'large', RawContent }];
    await expect(
      send({ Content: { Simple: { Subject: { Data: 's' }, Body: { Html: { Data: 's' } }, Attachments } } }),
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
    await expect(send(more)).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining(message) as string,
    });
  });

  test('an operation that is not here, by its path', async () => {
    const ConfigurationSetName = 'any';
    await expect(client.send(new v2.GetConfigurationSetCommand({ ConfigurationSetName }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: 'GET /v2/email/configuration-sets/any is not supported here',
    });
    await expect(ses.call('ListConfigurationSets', {})).rejects.toThrow('ListConfigurationSets is not supported here');
  });

  test('a body that is not JSON', async () => {
    const response = await fetch(`${served.url}/v2/email/outbound-emails`, { method: 'POST', body: '[' });
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([400, 'BadRequestException']);
  });
});

describe('the first API refuses', () => {
  test('an operation that is not here, by its name', async () => {
    await expect(first.send(new v1.ListTemplatesCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
      message: 'The operation ListTemplates is not supported here',
    });
    const response = await fetch(served.url, { method: 'POST', body: 'Action=__proto__' });
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('InvalidAction')]);
  });

  test('the identity of another account', async () => {
    await expect(sendFirst({ SourceArn: 'arn:aws:ses:eu-west-1:1:identity/x' })).rejects.toThrow('SourceArn');
  });

  test('a message without a body', async () => {
    await expect(sendFirst({ Message: { Subject: { Data: 's' }, Body: {} } })).rejects.toThrow('Message.Body');
  });
});

describe('identities', () => {
  test('are created, described, listed and deleted by the API v2', async () => {
    const EmailIdentity = 'no+reply@Other.example';
    expect(
      await client.send(new v2.CreateEmailIdentityCommand({ EmailIdentity, Tags: [{ Key: 'a', Value: 'b' }] })),
    ).toMatchObject({
      IdentityType: 'EMAIL_ADDRESS',
      VerifiedForSendingStatus: true,
    });
    await expect(client.send(new v2.CreateEmailIdentityCommand({ EmailIdentity }))).rejects.toBeInstanceOf(
      v2.AlreadyExistsException,
    );
    expect(await client.send(new v2.GetEmailIdentityCommand({ EmailIdentity }))).toMatchObject({
      IdentityType: 'EMAIL_ADDRESS',
      VerificationStatus: 'SUCCESS',
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    expect(await client.send(new v2.GetEmailIdentityCommand({ EmailIdentity: 'EXAMPLE.com' }))).toMatchObject({
      IdentityType: 'DOMAIN',
      DkimAttributes: { SigningEnabled: true },
    });

    const page = await client.send(new v2.ListEmailIdentitiesCommand({ PageSize: 1 }));
    expect(page.EmailIdentities).toMatchObject([{ IdentityName: 'example.com', VerificationStatus: 'SUCCESS' }]);
    const last = await client.send(new v2.ListEmailIdentitiesCommand({ NextToken: page.NextToken }));
    expect(last.EmailIdentities).toMatchObject([{ IdentityName: 'no+reply@other.example' }]);
    expect(last.NextToken).toBeUndefined();
    expect(await (await fetch(`${served.url}/v2/email/identities?PageSize=1`)).json()).toMatchObject({
      EmailIdentities: [{ IdentityName: 'example.com' }],
    });

    await client.send(new v2.DeleteEmailIdentityCommand({ EmailIdentity }));
    const gone = { name: 'NotFoundException', $metadata: { httpStatusCode: 404 } };
    await expect(client.send(new v2.GetEmailIdentityCommand({ EmailIdentity }))).rejects.toMatchObject(gone);
    await expect(client.send(new v2.DeleteEmailIdentityCommand({ EmailIdentity }))).rejects.toMatchObject(gone);
  });

  test('are verified, described, listed and deleted by the first API', async () => {
    await first.send(new v1.VerifyEmailIdentityCommand({ EmailAddress: 'ada@other.example' }));
    await first.send(new v1.VerifyEmailIdentityCommand({ EmailAddress: 'ada@other.example' }));
    const { VerificationToken } = await first.send(new v1.VerifyDomainIdentityCommand({ Domain: 'domain.example' }));
    expect(VerificationToken).toMatch(/^.{44}$/);
    expect(
      (
        await first.send(
          new v1.GetIdentityVerificationAttributesCommand({
            Identities: ['domain.example', 'ada@other.example', 'nobody@other.example'],
          }),
        )
      ).VerificationAttributes,
    ).toEqual({
      'domain.example': { VerificationStatus: 'Success', VerificationToken },
      'ada@other.example': { VerificationStatus: 'Success' },
    });
    const list = async (input: v1.ListIdentitiesCommandInput) => first.send(new v1.ListIdentitiesCommand(input));
    expect((await list({})).Identities).toEqual(['ada@other.example', 'domain.example', 'example.com']);
    expect((await list({ IdentityType: 'EmailAddress' })).Identities).toEqual(['ada@other.example']);
    const page = await list({ IdentityType: 'Domain', MaxItems: 1 });
    expect(page.Identities).toEqual(['domain.example']);
    expect((await list({ IdentityType: 'Domain', NextToken: page.NextToken })).Identities).toEqual(['example.com']);
    await first.send(new v1.DeleteIdentityCommand({ Identity: 'domain.example' }));
    expect((await list({})).Identities).toHaveLength(2);
  });

  test.each(['', 'nodomain', 'a b.example', '@example.com', 'é@example.com'])('%j is none', async (EmailIdentity) => {
    await expect(ses.call('CreateEmailIdentity', { EmailIdentity })).rejects.toMatchObject({
      code: 'BadRequestException',
    });
  });

  test.each([
    ['any address of a domain', 'x@example.com', true],
    ['a domain in capitals', 'x@EXAMPLE.com', true],
    ['a subdomain', 'x@a.b.example.com', true],
    ['a domain that only ends like it', 'x@notexample.com', false],
    ['the address itself', 'Ada@other.example', true],
    ['the address with a label', 'Ada+news@other.example', true],
    ['another case before the @', 'ada@other.example', false],
    ['another address of that domain', 'bert@other.example', false],
  ])('let mail come from %s: %s %s', async (_, FromEmailAddress, allowed) => {
    await ses.call('CreateEmailIdentity', { EmailIdentity: 'Ada@other.example' });
    const sent = await send({ FromEmailAddress }).then(
      () => true,
      (error: unknown) => !(error instanceof v2.MessageRejected),
    );
    expect(sent).toBe(allowed);
  });
});

test('what may be sent and has been is told', async () => {
  await send({ Destination: { ToAddresses: ['ada@example.org', 'success@simulator.amazonses.com'] } });
  expect(await client.send(new v2.GetAccountCommand({}))).toMatchObject({
    ProductionAccessEnabled: true,
    SendingEnabled: true,
    SendQuota: { Max24HourSend: -1, MaxSendRate: 14, SentLast24Hours: 1 },
  });
  expect(await first.send(new v1.GetSendQuotaCommand({}))).toMatchObject({ SentLast24Hours: 1 });
  now += 86_400_000;
  expect(await first.send(new v1.GetSendQuotaCommand({}))).toMatchObject({ SentLast24Hours: 0 });
});

describe('faults on demand', () => {
  test.each([
    ['throttled', v2.TooManyRequestsException, 429, 'Throttling', 400, 'Maximum sending rate exceeded.'],
    ['rejected', v2.MessageRejected, 400, 'MessageRejected', 400, 'The message was rejected.'],
    ['suspended', v2.AccountSuspendedException, 400, 'MessageRejected', 400, 'Sending paused for this account.'],
    ['paused', v2.SendingPausedException, 400, 'AccountSendingPausedException', 400, 'Email sending is disabled'],
    ['internalError', v2.InternalServiceErrorException, 500, 'InternalFailure', 500, 'failed on purpose'],
  ] as const)('%s', async (fault, exception, status, firstName, firstStatus, message) => {
    ses.faults.next(fault, 2);
    const error = await send().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(exception);
    expect(error).toMatchObject({
      $metadata: { httpStatusCode: status },
      message: expect.stringContaining(message) as string,
    });
    await expect(sendFirst()).rejects.toMatchObject({
      name: firstName,
      $metadata: { httpStatusCode: firstStatus },
      message: expect.stringContaining(message) as string,
    });
    expect(mails).toEqual([]);
    await send();
    expect(mails).toHaveLength(1);
  });

  test('an answer that is lost after the mail went out', async () => {
    ses.faults.next('lostAnswer');
    await expect(send()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    expect(mails).toHaveLength(1);
  });

  test('come in order, befall only valid sends, and can be forgotten', async () => {
    ses.faults.next('rejected');
    ses.faults.next(new AwsError('LimitExceededException', 'Too much'));
    ses.faults.next('paused');
    await expect(send({ Content: {} })).rejects.toBeInstanceOf(v2.BadRequestException);
    await expect(send()).rejects.toBeInstanceOf(v2.MessageRejected);
    await expect(send()).rejects.toBeInstanceOf(v2.LimitExceededException);
    ses.faults.clear();
    await send();
  });

  test('the SDK gets over throttling by itself', async () => {
    const patient = new v2.SESv2Client({ ...clientOptions(served.url), maxAttempts: 3 });
    ses.faults.next('throttled', 2);
    await patient.send(new v2.SendEmailCommand(simple()));
    expect(mails).toHaveLength(1);
    patient.destroy();
  });
});

test('the sending rate may be below one a second', async () => {
  await stop();
  await start({ maxSendRate: 0.5 });
  await send();
  now += 1000;
  await expect(send()).rejects.toThrow('Maximum sending rate exceeded.');
  now += 1000;
  await send();
});

test('the sending rate counts recipients, and lets a message exceed it', async () => {
  await stop();
  await start({ maxSendRate: 2 });
  await send({ Destination: { ToAddresses: ['a@example.org', 'b@example.org', 'c@example.org', 'd@example.org'] } });
  await expect(send()).rejects.toBeInstanceOf(v2.TooManyRequestsException);
  now += 1000;
  await expect(sendFirst()).rejects.toMatchObject({ name: 'Throttling' });
  now += 500;
  await send();
  await expect(send()).rejects.toThrow('Maximum sending rate exceeded.');
  now += 3_600_000;
  await send();
  await send();
  await expect(send()).rejects.toThrow('Maximum sending rate exceeded.');
});

test('a mailbox that fails is an internal failure, which is logged', async () => {
  const logged: unknown[] = [];
  const error = (_: string, cause: unknown) => void logged.push(cause);
  await stop();
  const disk = new Error('The disk is full');
  await start({ mail: { deliver: () => Promise.reject(disk) }, log: { ...silentLog, error } });
  await expect(send()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
  await expect(sendFirst()).rejects.toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
  expect(logged).toEqual([disk, disk]);
});

describe('the mailbox simulator', () => {
  test.each<[string, string[]]>([
    ['success@simulator.amazonses.com', ['Été']],
    ['bounce@simulator.amazonses.com', ['Delivery Status Notification (Failure): Été']],
    ['Bounce+label@simulator.amazonses.com', ['Delivery Status Notification (Failure): Été']],
    ['suppressionlist@simulator.amazonses.com', ['Delivery Status Notification (Failure): Été']],
    ['complaint@simulator.amazonses.com', ['Été', 'Complaint: Été']],
    ['ooto@simulator.amazonses.com', ['Été', 'Automatic reply: Été']],
  ])('takes mail to %s', async (address, subjects) => {
    const { MessageId } = await send({ Destination: { ToAddresses: [address] } });
    expect(MessageId).toBeDefined();
    expect(mails.map(({ subject }) => subject)).toEqual(subjects);
    for (const { subject, to, text } of mails.filter(({ subject }) => subject !== 'Été')) {
      expect([subject, to, text]).toEqual([subject, ['no-reply@example.com'], expect.stringContaining(address)]);
    }
  });

  test('leaves the other recipients alone, and tells the return path', async () => {
    await send({
      Destination: { ToAddresses: ['ada@example.org'], CcAddresses: ['bounce@simulator.amazonses.com'] },
      FeedbackForwardingEmailAddress: 'bounces@example.com',
    });
    expect(mails).toMatchObject([{ to: ['ada@example.org'], cc: [] }, { to: ['bounces@example.com'] }]);
  });
});
