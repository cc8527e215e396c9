import { GetCallerIdentityCommand, STSClient, AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLog } from '../shared/log.ts';
import type { Principal } from '../shared/ports.ts';
import { clientOptions, serve, type Served } from '../shared/testing/serve.ts';
import { createSts } from './index.ts';

const session: Principal = {
  accessKeyId: 'ASIA1',
  secretAccessKey: 'secret',
  arn: 'arn:aws:sts::000000000000:assumed-role/sonde-local-ingest/sonde-local-ingest',
  allows: () => true,
};
const sts = createSts({
  principals: { find: (accessKeyId) => (accessKeyId === session.accessKeyId ? session : undefined) },
  log: silentLog,
});
let served: Served;
beforeAll(async () => {
  served = await serve(sts);
});
afterAll(() => served.close());

function clientOf(accessKeyId: string): STSClient {
  return new STSClient({ ...clientOptions(served.url), credentials: { accessKeyId, secretAccessKey: 'secret' } });
}

it.each([
  ['a session of a role', 'ASIA1', session.arn, /^AROA[0-9A-F]{17}:sonde-local-ingest$/],
  ['anybody else', 'test', 'arn:aws:iam::000000000000:user/local', /^AIDA[0-9A-F]{17}$/],
])('says who %s is', async (_what, accessKeyId, Arn, userId) => {
  const client = clientOf(accessKeyId);
  const identity = await client.send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({ Arn, Account: '000000000000', UserId: expect.stringMatching(userId) as string });
  client.destroy();
});

it('refuses an unsigned request', async () => {
  const answer = await fetch(served.url, { method: 'POST', body: 'Action=GetCallerIdentity&Version=2011-06-15' });
  expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('MissingAuthenticationToken')]);
});

it('gives no credentials', async () => {
  const client = clientOf('test');
  const assume = new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::000000000000:role/a', RoleSessionName: 'a' });
  await expect(client.send(assume)).rejects.toThrow('AssumeRole is not supported here');
  client.destroy();
});
