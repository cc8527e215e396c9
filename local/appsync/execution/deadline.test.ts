import { expect, it, vi } from 'vitest';
import { silentLog } from '../../shared/log.ts';
import { fakeApi } from '../testing/api.ts';
import { person } from '../testing/callers.ts';
import { executableApi } from '../api/executable.ts';
import { Batches } from './batches.ts';
import { deadline } from './deadline.ts';
import { Documents } from './document.ts';
import { executeOperation } from './operation.ts';
import { defaultLimits } from './scope.ts';

it('ends what is still waiting for a data source, and leaves what is done', async () => {
  const { definition, parts } = fakeApi({
    schema: 'type Query { quick: Int slow: Int }',
    dataSources: { never: { invoke: () => new Promise(() => undefined) } },
    resolvers: {
      'Query.quick': { response: () => ({ result: 1 }) },
      'Query.slow': { kind: 'UNIT', dataSource: 'never', code: '' },
    },
  });
  const api = executableApi(definition, parts);
  const { operation } = new Documents(api.schema, true).prepare({ query: '{ quick slow }' });
  if (!operation) throw new Error('The query is not valid');
  const result = await executeOperation(operation, {
    api,
    limits: defaultLimits,
    caller: person(),
    headers: {},
    variables: {},
    deadline: deadline(10),
    log: silentLog,
    appendedErrors: [],
    invalidations: [],
    responseHeaders: {},
    batches: new Batches(),
    resolverCount: 0,
  });
  expect({ ...result, data: { ...result.data } }).toEqual({
    data: { quick: 1, slow: null },
    errors: [
      {
        path: ['slow'],
        data: null,
        errorType: 'ExecutionTimeout',
        errorInfo: null,
        locations: [{ line: 1, column: 9, sourceName: null }],
        message: 'Execution timed out.',
      },
    ],
  });
});

it('is no unhandled rejection where nobody waits', async () => {
  deadline(1);
  await new Promise((resolve) => setTimeout(resolve, 10));
  const cleared = deadline(1);
  cleared.clear();
  expect(await cleared.race(() => new Promise((resolve) => setTimeout(resolve, 10, 'done')))).toBe('done');
});

it('begins nothing once it is past', async () => {
  const past = deadline(1);
  await expect(past.race(() => new Promise(() => undefined))).rejects.toThrow('Execution timed out.');
  const work = vi.fn(() => Promise.resolve());
  await expect(past.race(work)).rejects.toThrow('Execution timed out.');
  expect(work).not.toHaveBeenCalled();
});
