import * as v2 from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startWorld, type World } from './testing/world.ts';

const EmailIdentity = 'example.com';

let world: World;

beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.close();
});

const get = (name = EmailIdentity) => world.client.send(new v2.GetEmailIdentityCommand({ EmailIdentity: name }));
const create = (input: v2.CreateEmailIdentityCommandInput) =>
  world.client.send(new v2.CreateEmailIdentityCommand(input));
const badRequest = (text: string) => ({
  name: 'BadRequestException',
  message: expect.stringContaining(text) as string,
});

describe('Easy DKIM', () => {
  test('has three tokens, which outlast a change of the key length', async () => {
    const { DkimAttributes } = await create({
      EmailIdentity: 'sonde.example',
      DkimSigningAttributes: { NextSigningKeyLength: 'RSA_1024_BIT' },
    });
    expect(DkimAttributes).toEqual({
      SigningEnabled: true,
      Status: 'SUCCESS',
      Tokens: Array<unknown>(3).fill(expect.stringMatching(/^[a-z0-9]{32}$/)),
      SigningHostedZone: 'dkim.amazonses.com',
      SigningAttributesOrigin: 'AWS_SES',
      NextSigningKeyLength: 'RSA_1024_BIT',
      CurrentSigningKeyLength: 'RSA_1024_BIT',
      LastKeyGenerationTimestamp: new Date(world.now),
    });
    expect(new Set(DkimAttributes?.Tokens).size).toBe(3);
    world.now += 86_400_000;
    const put = new v2.PutEmailIdentityDkimSigningAttributesCommand({
      EmailIdentity: 'sonde.example',
      SigningAttributesOrigin: 'AWS_SES',
      SigningAttributes: { NextSigningKeyLength: 'RSA_2048_BIT' },
    });
    expect(await world.client.send(put)).toMatchObject({ DkimStatus: 'SUCCESS', DkimTokens: DkimAttributes?.Tokens });
    world = await world.restart();
    expect((await get('sonde.example')).DkimAttributes).toMatchObject({
      Tokens: DkimAttributes?.Tokens,
      NextSigningKeyLength: 'RSA_2048_BIT',
      LastKeyGenerationTimestamp: new Date(world.now),
    });
  });

  test('has keys of 2048 bits unless told otherwise, and is of domains alone', async () => {
    expect((await get()).DkimAttributes).toMatchObject({ CurrentSigningKeyLength: 'RSA_2048_BIT' });
    await expect(
      create({ EmailIdentity: 'ada@x.example', DkimSigningAttributes: { NextSigningKeyLength: 'RSA_2048_BIT' } }),
    ).rejects.toMatchObject(badRequest('domain only'));
  });

  test('is the only way here: keys of one’s own are refused', async () => {
    const own = { DomainSigningSelector: 's', DomainSigningPrivateKey: 'aw==' };
    await expect(create({ EmailIdentity: 'x.example', DkimSigningAttributes: own })).rejects.toMatchObject(
      badRequest('DkimSigningAttributes.DomainSigning'),
    );
    const put = { EmailIdentity, SigningAttributesOrigin: 'EXTERNAL' as const, SigningAttributes: own };
    await expect(world.client.send(new v2.PutEmailIdentityDkimSigningAttributesCommand(put))).rejects.toMatchObject(
      badRequest('EXTERNAL is not supported'),
    );
  });
});

describe('a MAIL FROM domain', () => {
  const put = (more: Partial<v2.PutEmailIdentityMailFromAttributesCommandInput> = {}) =>
    world.client.send(new v2.PutEmailIdentityMailFromAttributesCommand({ EmailIdentity, ...more }));

  test('is set, kept and taken away', async () => {
    const none = { BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' };
    expect((await get()).MailFromAttributes).toEqual(none);
    const MailFromDomain = 'mail.example.com';
    await put({ MailFromDomain, BehaviorOnMxFailure: 'REJECT_MESSAGE' });
    world = await world.restart();
    expect((await get()).MailFromAttributes).toEqual({
      MailFromDomain,
      MailFromDomainStatus: 'SUCCESS',
      BehaviorOnMxFailure: 'REJECT_MESSAGE',
    });
    await put();
    expect((await get()).MailFromAttributes).toEqual(none);
  });

  test.each([
    ['example.com', 'example.com'],
    ['notexample.com', 'example.com'],
    ['mail.example.com', 'ada@other.example'],
  ])('%s is refused for %s', async (MailFromDomain, name) => {
    await world.ses.call('CreateEmailIdentity', { EmailIdentity: 'ada@other.example' });
    await expect(put({ EmailIdentity: name, MailFromDomain })).rejects.toMatchObject(
      badRequest(`<${MailFromDomain}> is not subdomain of the domain of the identity <${name}>`),
    );
  });
});

test('forwarding of feedback is on, until it is put off', async () => {
  expect((await get()).FeedbackForwardingStatus).toBe(true);
  await world.client.send(new v2.PutEmailIdentityFeedbackAttributesCommand({ EmailIdentity }));
  expect((await get()).FeedbackForwardingStatus).toBe(false);
  const on = { EmailIdentity, EmailForwardingEnabled: true };
  await world.client.send(new v2.PutEmailIdentityFeedbackAttributesCommand(on));
  expect((await get()).FeedbackForwardingStatus).toBe(true);
});

test('the default configuration set must be there, and can be taken away', async () => {
  await world.ses.call('CreateConfigurationSet', { ConfigurationSetName: 'exports' });
  await create({ EmailIdentity: 'sonde.example', ConfigurationSetName: 'exports' });
  expect((await get('sonde.example')).ConfigurationSetName).toBe('exports');
  const put = (ConfigurationSetName?: string) =>
    world.client.send(
      new v2.PutEmailIdentityConfigurationSetAttributesCommand({
        EmailIdentity: 'sonde.example',
        ...(ConfigurationSetName !== undefined && { ConfigurationSetName }),
      }),
    );
  const absent = { name: 'NotFoundException', message: 'Configuration set <other> does not exist.' };
  await expect(put('other')).rejects.toMatchObject(absent);
  await expect(create({ EmailIdentity: 'x.example', ConfigurationSetName: 'other' })).rejects.toMatchObject(absent);
  await put();
  expect((await get('sonde.example')).ConfigurationSetName).toBeUndefined();
});
