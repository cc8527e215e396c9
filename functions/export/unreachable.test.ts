import { afterAll, beforeAll, expect, it } from 'vitest';
import { Outside } from '../shared/testing/outside.ts';
import type { World } from './testing/world.ts';
import { ORGANIZATION, PEOPLE, startWorld } from './testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld([]);
});
afterAll(() => world.close());

const person = { organizationId: ORGANIZATION, name: 'Ada', locale: 'en', status: 'ACTIVE' };

it('makes the files, mails nobody whose address bounced or who complained, and says so', async () => {
  const [bounced, complained] = PEOPLE;
  await world.put('identities', { ...person, id: bounced, email: 'ada@harbour.example', mailStatus: 'BOUNCED' });
  await world.put('identities', { ...person, id: complained, email: 'bob@harbour.example', mailStatus: 'COMPLAINED' });
  const key = await world.request();
  await world.run(key, new Outside(), Date.now);
  const row = await world.row(key);
  expect(row?.status).toBe('SUCCEEDED');
  expect(row?.files).toHaveLength(1);
  expect(row?.recipients).toMatchObject([
    { identityId: bounced, status: 'FAILED', attempts: 0, error: expect.stringContaining('has bounced') as string },
    { identityId: complained, status: 'FAILED', attempts: 0, error: expect.stringContaining('spam') as string },
  ]);
  expect(world.mailsAbout(key)).toEqual([]);
});
