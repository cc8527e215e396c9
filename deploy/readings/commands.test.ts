import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lambda } from '../../local/lambda/lambda.ts';
import { startLambda, zipOf } from '../../local/lambda/testing/service.ts';
import { clientOptions, serve, type Served } from '../../local/shared/testing/serve.ts';
import { temporaryDirectory } from '../../local/shared/testing/temporary-directory.ts';
import type { Compaction } from './compaction.ts';
import { eraseInPieces } from './erase.ts';
import { rebuildInPieces } from './rebuild.ts';

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
let lambda: Lambda;
let served: Served;
let client: LambdaClient;
beforeAll(async () => {
  folder = await temporaryDirectory();
  lambda = await startLambda(folder.directory);
  served = await serve(lambda);
  client = new LambdaClient(clientOptions(served.url));
});
afterAll(async () => {
  client.destroy();
  await served.close();
  await lambda.close();
  await folder.remove();
});

/** A function that does what a handler's text says. */
async function functionOf(name: string, body: string): Promise<Compaction> {
  await client.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/function',
      Code: { ZipFile: zipOf(`export const handler = async ({ rebuild, erase }) => { ${body} };`) },
    }),
  );
  return { client, name };
}

const device = { organizationId: ulid(), deviceId: ulid() };
const { signal } = new AbortController();

describe('rebuild-readings', () => {
  const REBUILD = `
    const piece = Number(rebuild.after ?? 0);
    if (rebuild.device === null && piece === 2) throw new Error('It broke');
    return { hours: 600, changed: 1, failed: 0, after: piece < 2 ? String(piece + 1) : null };`;

  it('has it done piece by piece, and says how far it is', async () => {
    const compaction = await functionOf('rebuild-one', REBUILD);
    const said: string[] = [];
    await rebuildInPieces(compaction, { device, after: null, say: (text) => said.push(text), signal });
    expect(said).toEqual([
      '600 hours looked at, 1 of them changed',
      '1,200 hours looked at, 2 of them changed',
      '1,800 hours looked at, 3 of them changed',
      'All is right now.',
    ]);
  });

  it('says how to go on where it stops', async () => {
    const compaction = await functionOf('rebuild-all', REBUILD);
    const say = () => undefined;
    await expect(rebuildInPieces(compaction, { device: null, after: null, say, signal })).rejects.toThrow(
      'rebuild-all failed: It broke\nTo go on where it stopped, run it again with AFTER=2',
    );
    const stopped = AbortSignal.abort();
    await expect(rebuildInPieces(compaction, { device: null, after: '1', say, signal: stopped })).rejects.toThrow(
      'It was interrupted.\nTo go on where it stopped, run it again with AFTER=1',
    );
  });

  it('fails where hours could not be rebuilt', async () => {
    const compaction = await functionOf('rebuild-failed', 'return { hours: 2, changed: 0, failed: 3, after: null };');
    const said: string[] = [];
    const rebuilding = rebuildInPieces(compaction, { device, after: null, say: (text) => said.push(text), signal });
    await expect(rebuilding).rejects.toThrow('3 hours could not be rebuilt');
    expect(said).toEqual(['2 hours looked at, 0 of them changed, 3 failed']);
  });
});

describe('erase-readings', () => {
  it('has it done piece by piece, and says how many they were', async () => {
    const erasure = { ...device, metric: 'level', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
    const compaction = await functionOf(
      'erase',
      `if (erase.metric !== 'level') throw new Error('Of another metric');
      return { readings: 700, after: erase.after === null ? 490000 : null };`,
    );
    const said: string[] = [];
    await eraseInPieces(compaction, erasure, (text) => said.push(text));
    expect(said).toEqual(['700 readings erased so far', expect.stringMatching(/^1,400 readings are erased\./)]);
  });

  it('says where there is no such function', async () => {
    const erasure = { ...device, metric: 'level', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
    await expect(eraseInPieces({ client, name: 'none' }, erasure, () => undefined)).rejects.toThrow(
      'There is no compact-readings (none): only where readings are in DynamoDB there is something to do.',
    );
  });
});
