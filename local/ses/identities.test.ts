import * as v1 from '@aws-sdk/client-ses';
import * as v2 from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startWorld, type World } from './testing/world.ts';

let world: World;

beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.close();
});

describe('identities', () => {
  test('are created, described, listed and deleted by the API v2', async () => {
    const EmailIdentity = 'no+reply@Other.example';
    expect(
      await world.client.send(new v2.CreateEmailIdentityCommand({ EmailIdentity, Tags: [{ Key: 'a', Value: 'b' }] })),
    ).toMatchObject({
      IdentityType: 'EMAIL_ADDRESS',
      VerifiedForSendingStatus: true,
    });
    await expect(world.client.send(new v2.CreateEmailIdentityCommand({ EmailIdentity }))).rejects.toBeInstanceOf(
      v2.AlreadyExistsException,
    );
    expect(await world.client.send(new v2.GetEmailIdentityCommand({ EmailIdentity }))).toMatchObject({
      IdentityType: 'EMAIL_ADDRESS',
      VerificationStatus: 'SUCCESS',
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    expect(await world.client.send(new v2.GetEmailIdentityCommand({ EmailIdentity: 'EXAMPLE.com' }))).toMatchObject({
      IdentityType: 'DOMAIN',
      DkimAttributes: { SigningEnabled: true },
    });

    const page = await world.client.send(new v2.ListEmailIdentitiesCommand({ PageSize: 1 }));
    expect(page.EmailIdentities).toMatchObject([{ IdentityName: 'example.com', VerificationStatus: 'SUCCESS' }]);
    const last = await world.client.send(new v2.ListEmailIdentitiesCommand({ NextToken: page.NextToken }));
    expect(last.EmailIdentities).toMatchObject([{ IdentityName: 'no+reply@other.example' }]);
    expect(last.NextToken).toBeUndefined();
    expect(await (await fetch(`${world.url}/v2/email/identities?PageSize=1`)).json()).toMatchObject({
      EmailIdentities: [{ IdentityName: 'example.com' }],
    });

    await world.client.send(new v2.DeleteEmailIdentityCommand({ EmailIdentity }));
    const gone = { name: 'NotFoundException', $metadata: { httpStatusCode: 404 } };
    await expect(world.client.send(new v2.GetEmailIdentityCommand({ EmailIdentity }))).rejects.toMatchObject(gone);
    await expect(world.client.send(new v2.DeleteEmailIdentityCommand({ EmailIdentity }))).rejects.toMatchObject(gone);
  });

  test('are verified, described, listed and deleted by the first API', async () => {
    await world.first.send(new v1.VerifyEmailIdentityCommand({ EmailAddress: 'ada@other.example' }));
    await world.first.send(new v1.VerifyEmailIdentityCommand({ EmailAddress: 'ada@other.example' }));
    const { VerificationToken } = await world.first.send(
      new v1.VerifyDomainIdentityCommand({ Domain: 'domain.example' }),
    );
    expect(VerificationToken).toMatch(/^.{44}$/);
    expect(
      (
        await world.first.send(
          new v1.GetIdentityVerificationAttributesCommand({
            Identities: ['domain.example', 'ada@other.example', 'nobody@other.example'],
          }),
        )
      ).VerificationAttributes,
    ).toEqual({
      'domain.example': { VerificationStatus: 'Success', VerificationToken },
      'ada@other.example': { VerificationStatus: 'Success' },
    });
    const list = async (input: v1.ListIdentitiesCommandInput) => world.first.send(new v1.ListIdentitiesCommand(input));
    expect((await list({})).Identities).toEqual(['ada@other.example', 'domain.example', 'example.com']);
    expect((await list({ IdentityType: 'EmailAddress' })).Identities).toEqual(['ada@other.example']);
    const page = await list({ IdentityType: 'Domain', MaxItems: 1 });
    expect(page.Identities).toEqual(['domain.example']);
    expect((await list({ IdentityType: 'Domain', NextToken: page.NextToken })).Identities).toEqual(['example.com']);
    await world.first.send(new v1.DeleteIdentityCommand({ Identity: 'domain.example' }));
    expect((await list({})).Identities).toHaveLength(2);
  });

  test.each(['', 'nodomain', 'a b.example', '@example.com', 'é@example.com'])('%j is none', async (EmailIdentity) => {
    await expect(world.ses.call('CreateEmailIdentity', { EmailIdentity })).rejects.toMatchObject({
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
    await world.ses.call('CreateEmailIdentity', { EmailIdentity: 'Ada@other.example' });
    const sent = await world.send({ FromEmailAddress }).then(
      () => true,
      (error: unknown) => !(error instanceof v2.MessageRejected),
    );
    expect(sent).toBe(allowed);
  });
});

test('identities survive the process, until they are deleted', async () => {
  const EmailIdentity = 'no-reply@sonde.example';
  await world.ses.call('CreateEmailIdentity', { EmailIdentity });
  await world.ses.call('DeleteEmailIdentity', { EmailIdentity: 'example.com' });
  world = await world.restart();
  const again = world.client.send(new v2.CreateEmailIdentityCommand({ EmailIdentity }));
  await expect(again).rejects.toMatchObject({ name: 'AlreadyExistsException' });
  const deleted = world.client.send(new v2.GetEmailIdentityCommand({ EmailIdentity: 'example.com' }));
  await expect(deleted).rejects.toMatchObject({ name: 'NotFoundException' });
});
