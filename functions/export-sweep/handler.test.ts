import type { Context } from 'aws-lambda';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Lambda } from '../../local/lambda/lambda.ts';
import { startLambda, until, zipOf } from '../../local/lambda/testing/service.ts';
import { clientOptions, serve } from '../../local/shared/testing/serve.ts';
import type { Served } from '../../local/shared/testing/serve.ts';
import { temporaryDirectory } from '../../local/shared/testing/temporary-directory.ts';
import { dueIndex } from '../shared/jobs/due-index.ts';
import type { TestTables } from '../shared/testing/dynamodb.ts';
import { startTables } from '../shared/testing/dynamodb.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const context = { awsRequestId: 'request-1', functionName: 'export-sweep' } as Context;
const now = Date.now();
const at = (offset: number) => new Date(now + offset).toISOString();

describe('the handler of export-sweep', () => {
  const lines: string[] = [];
  let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
  let lambda: Lambda;
  let served: Served;
  let tables: TestTables;

  beforeAll(async () => {
    folder = await temporaryDirectory();
    lambda = await startLambda(folder.directory, { onLine: (_name, line) => lines.push(line) });
    served = await serve(lambda);
    await new LambdaClient(clientOptions(served.url)).send(
      new CreateFunctionCommand({
        FunctionName: 'worker',
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/function',
        Code: { ZipFile: zipOf('export const handler = async (event) => console.log(JSON.stringify(event));') },
      }),
    );
    tables = await startTables({ exports: ['organizationId', 'id'] }, { exports: { due: ['shard', 'dueAt'] } });
    const rows = [
      { id: 'late', shard: '0', dueAt: at(-5000) },
      { id: 'later', shard: '0', dueAt: at(-9000) },
      { id: 'latest', shard: '0', dueAt: at(-20_000) },
      { id: 'other-shard', shard: '3', dueAt: at(-1) },
      { id: 'not-yet', shard: '1', dueAt: at(600_000) },
      { id: 'at-rest' },
    ];
    for (const row of rows) await tables.put('exports', { organizationId, ...row });
  });
  beforeEach(() => {
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', tables.endpoint);
    vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', served.url);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
    vi.stubEnv('EXPORTS_TABLE', 'exports');
    vi.stubEnv('EXPORT_FUNCTION', 'worker');
  });
  afterAll(async () => {
    await served.close();
    await lambda.close();
    await tables.close();
    await folder.remove();
  });

  it('has the worker look at each export that is due', async () => {
    const { handler } = await import('./handler.ts');
    await handler({}, context);
    await until(() => lines.length >= 4);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      expect.arrayContaining(
        ['late', 'later', 'latest', 'other-shard'].map((exportId) => ({ organizationId, exportId })),
      ),
    );
    expect(lines).toHaveLength(4);
  });

  it('finds those of a shard, longest due first and no more than asked for', async () => {
    const index = dueIndex(tables.client, 'exports');
    const ids = async (limit: number) => (await index.due('0', new Date(now), limit)).map(({ id }) => id);
    expect(await ids(10)).toEqual(['latest', 'later', 'late']);
    expect(await ids(2)).toEqual(['latest', 'later']);
    expect(await index.due('2', new Date(now), 10)).toEqual([]);
  });
});
