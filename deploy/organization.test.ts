import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { startTables, type TestTables } from '../functions/shared/testing/dynamodb.ts';
import { foundOrganization, type Founder } from './organization.ts';

const names = { organizations: 'organizations', identities: 'identities', memberships: 'memberships' };
const now = new Date('2026-01-02T03:04:05.678Z');

let tables: TestTables;
let client: DynamoDBClient;
let founder: Founder;
let count = 0;

beforeAll(async () => {
  tables = await startTables({
    organizations: ['id'],
    identities: ['organizationId', 'id'],
    memberships: ['email', 'organizationId'],
  });
  client = new DynamoDBClient({
    endpoint: tables.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
beforeEach(() => {
  founder = { email: `ada${++count}@example.org`, name: 'Ada', organization: 'Engines' };
});
afterAll(async () => {
  client.destroy();
  await tables.close();
});

const found = (who: Founder) => foundOrganization(client, names, who, now);

describe('foundOrganization', () => {
  it('makes one organization, whoever asks at once, and once more', async () => {
    const answers = await Promise.all([found(founder), found(founder), found(founder)]);
    expect(new Set(answers.map(({ organizationId }) => organizationId)).size).toBe(1);
    expect(answers.filter(({ made }) => made)).toHaveLength(1);
    expect(await found(founder)).toEqual({ made: false, organizationId: answers[0].organizationId, status: 'INVITED' });
  });

  it('makes two organizations of one name for two people', async () => {
    const first = await found(founder);
    const second = await found({ ...founder, email: `b${founder.email}` });
    expect(second.made).toBe(true);
    expect(second.organizationId).not.toBe(first.organizationId);
  });

  it('refuses who belongs elsewhere', async () => {
    await found(founder);
    await expect(found({ ...founder, organization: 'Looms' })).rejects.toThrow(
      `${founder.email} is INVITED ADMINISTRATOR of Engines already; nothing was made.`,
    );
  });

  it('refuses who has left it, or has another address there', async () => {
    const { organizationId } = await found(founder);
    const Key = marshall({ email: founder.email, organizationId });
    await tables.client.send(new DeleteItemCommand({ TableName: 'memberships', Key }));
    await expect(found(founder)).rejects.toThrow(
      `Engines was made for ${founder.email} before (${organizationId}), who is no longer there by that address`,
    );
  });

  it('refuses who is no administrator there', async () => {
    await tables.put('organizations', { id: 'o', name: 'Engines' });
    await tables.put('identities', { organizationId: 'o', id: 'i', role: 'VIEWER', status: 'ACTIVE' });
    await tables.put('memberships', { email: founder.email, organizationId: 'o', identityId: 'i' });
    await expect(found(founder)).rejects.toThrow('is ACTIVE VIEWER of Engines already');
  });
});
