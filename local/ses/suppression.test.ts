import * as v2 from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startWorld, type World } from './testing/world.ts';

let world: World;

beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.close();
});

const suppress = (EmailAddress: string, Reason: v2.SuppressionListReason) =>
  world.client.send(new v2.PutSuppressedDestinationCommand({ EmailAddress, Reason }));
const get = async (EmailAddress: string) =>
  (await world.client.send(new v2.GetSuppressedDestinationCommand({ EmailAddress }))).SuppressedDestination;
const list = async (input: v2.ListSuppressedDestinationsCommandInput = {}) =>
  world.client.send(new v2.ListSuppressedDestinationsCommand(input));
const listed = async (input?: v2.ListSuppressedDestinationsCommandInput) =>
  (await list(input)).SuppressedDestinationSummaries?.map(({ EmailAddress }) => EmailAddress);

test('addresses are put, described, kept and removed', async () => {
  await suppress('Ada+x@Example.org', 'COMPLAINT');
  await suppress('Ada+x@Example.org', 'BOUNCE');
  world = await world.restart();
  const LastUpdateTime = new Date(world.now);
  const expected = { EmailAddress: 'Ada+x@Example.org', Reason: 'BOUNCE', LastUpdateTime };
  expect(await get('ada+x@example.org')).toEqual(expected);
  expect((await list()).SuppressedDestinationSummaries).toEqual([expected]);
  const remove = () =>
    world.client.send(new v2.DeleteSuppressedDestinationCommand({ EmailAddress: 'ada+x@example.org' }));
  await remove();
  await expect(remove()).rejects.toBeInstanceOf(v2.NotFoundException);
  await expect(get('ada+x@example.org')).rejects.toBeInstanceOf(v2.NotFoundException);
});

test('they are listed by reason, by time and page by page', async () => {
  await suppress('a@example.org', 'BOUNCE');
  world.now += 1000;
  await suppress('b@example.org', 'COMPLAINT');
  const between = new Date(world.now - 500);
  expect(await listed()).toEqual(['a@example.org', 'b@example.org']);
  expect(await listed({ Reasons: ['COMPLAINT'] })).toEqual(['b@example.org']);
  expect(await listed({ Reasons: ['COMPLAINT', 'BOUNCE'] })).toHaveLength(2);
  expect(await listed({ StartDate: between })).toEqual(['b@example.org']);
  expect(await listed({ EndDate: between })).toEqual(['a@example.org']);
  const { NextToken } = await list({ PageSize: 1 });
  expect(await listed({ NextToken })).toEqual(['b@example.org']);
});

test('what is no address or no reason, and the list of a tenant, are refused', async () => {
  const refusal = { name: 'BadRequestException' };
  await expect(suppress('ada', 'BOUNCE')).rejects.toMatchObject(refusal);
  await expect(world.ses.call('PutSuppressedDestination', { EmailAddress: 'a@b.c', Reason: 'X' })).rejects.toThrow(
    'Reason',
  );
  await expect(list({ TenantName: 't' })).rejects.toMatchObject(refusal);
});

test('the account says for which reasons it suppresses', async () => {
  const reasons = async () =>
    (await world.client.send(new v2.GetAccountCommand({}))).SuppressionAttributes?.SuppressedReasons;
  expect(await reasons()).toEqual(['BOUNCE', 'COMPLAINT']);
  await world.client.send(new v2.PutAccountSuppressionAttributesCommand({ SuppressedReasons: ['BOUNCE'] }));
  world = await world.restart();
  expect(await reasons()).toEqual(['BOUNCE']);
  await world.client.send(new v2.PutAccountSuppressionAttributesCommand({}));
  expect(await reasons()).toEqual([]);
});

test('nothing is delivered to an address that is suppressed for a reason that counts', async () => {
  await suppress('ADA@example.org', 'BOUNCE');
  const Destination = { ToAddresses: ['ada@example.org', 'bert@example.org'] };
  await world.send({ Destination });
  expect(world.mails).toMatchObject([{ to: ['bert@example.org'] }, { to: ['no-reply@example.com'] }]);
  expect(world.mails[1]?.text).toContain('it is on the suppression list for your account');
  await world.client.send(new v2.PutAccountSuppressionAttributesCommand({ SuppressedReasons: ['COMPLAINT'] }));
  await world.send({ Destination });
  expect(world.mails[2]).toMatchObject({ to: Destination.ToAddresses });
});

test('the reasons of a configuration set come before those of the account', async () => {
  await suppress('ada@example.org', 'BOUNCE');
  const none = { SuppressionOptions: { SuppressedReasons: [] } };
  await world.client.send(new v2.CreateConfigurationSetCommand({ ConfigurationSetName: 'none', ...none }));
  await world.send({ ConfigurationSetName: 'none' });
  expect(world.mails).toMatchObject([{ to: ['ada@example.org'] }]);
});

test('who complains comes onto the list, where complaints count; who bounces at the simulator does not', async () => {
  const [again, never] = ['complaint+1@simulator.amazonses.com', 'complaint+2@simulator.amazonses.com'];
  const { MessageId } = await world.send({ Destination: { ToAddresses: [again] } });
  expect(await get(again)).toMatchObject({
    Reason: 'COMPLAINT',
    Attributes: { MessageId, FeedbackId: expect.stringMatching(/-000001$/) as string },
  });
  const options = { SuppressionOptions: { SuppressedReasons: ['BOUNCE' as const] } };
  await world.client.send(new v2.CreateConfigurationSetCommand({ ConfigurationSetName: 'bounces', ...options }));
  const ToAddresses = [never, 'bounce@simulator.amazonses.com', 'suppressionlist@simulator.amazonses.com'];
  await world.send({ ConfigurationSetName: 'bounces', Destination: { ToAddresses } });
  expect(await listed()).toEqual([again]);
});
