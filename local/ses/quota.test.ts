import * as v1 from '@aws-sdk/client-ses';
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

test('what may be sent and has been is told', async () => {
  await world.send({ Destination: { ToAddresses: ['ada@example.org', 'success@simulator.amazonses.com'] } });
  expect(await world.client.send(new v2.GetAccountCommand({}))).toMatchObject({
    ProductionAccessEnabled: true,
    SendingEnabled: true,
    SendQuota: { Max24HourSend: -1, MaxSendRate: 14, SentLast24Hours: 1 },
  });
  expect(await world.first.send(new v1.GetSendQuotaCommand({}))).toMatchObject({ SentLast24Hours: 1 });
  world.now += 86_400_000;
  expect(await world.first.send(new v1.GetSendQuotaCommand({}))).toMatchObject({ SentLast24Hours: 0 });
});

test('the sending rate may be below one a second', async () => {
  world = await world.restart({ maxSendRate: 0.5 });
  await world.send();
  world.now += 1000;
  await expect(world.send()).rejects.toThrow('Maximum sending rate exceeded.');
  world.now += 1000;
  await world.send();
});

test('the sending rate counts recipients, and lets a message exceed it', async () => {
  world = await world.restart({ maxSendRate: 2 });
  await world.send({
    Destination: { ToAddresses: ['a@example.org', 'b@example.org', 'c@example.org', 'd@example.org'] },
  });
  await expect(world.send()).rejects.toBeInstanceOf(v2.TooManyRequestsException);
  world.now += 1000;
  await expect(world.sendFirst()).rejects.toMatchObject({ name: 'Throttling' });
  world.now += 500;
  await world.send();
  await expect(world.send()).rejects.toThrow('Maximum sending rate exceeded.');
  world.now += 3_600_000;
  await world.send();
  await world.send();
  await expect(world.send()).rejects.toThrow('Maximum sending rate exceeded.');
});
