import { describe, expect, it } from 'vitest';
import { AwsError } from '../../shared/aws-error.ts';
import type { InvocationResult, LambdaInvoker } from '../../shared/ports.ts';
import { lambdaDataSource } from './lambda.ts';
import { noneDataSource } from './none.ts';

function functionThat(answer: () => InvocationResult) {
  const calls: unknown[][] = [];
  const lambda: LambdaInvoker = {
    invoke: async (...call) => {
      calls.push(call);
      return Promise.resolve(answer());
    },
  };
  return { source: lambdaDataSource({ lambda, functionArn: 'readings', authorize: () => undefined }), calls };
}

describe('Lambda', () => {
  it('gives the function the payload, and its answer as the result', async () => {
    const { source, calls } = functionThat(() => ({ payload: { ok: true } }));
    expect(await source.invoke({ operation: 'Invoke', payload: { a: 1 } })).toEqual({ result: { ok: true } });
    expect(calls).toEqual([['readings', { a: 1 }, 'RequestResponse']]);
  });

  it('gives null for an event', async () => {
    const { source, calls } = functionThat(() => ({ payload: null }));
    expect(await source.invoke({ operation: 'Invoke', payload: 1, invocationType: 'Event' })).toEqual({ result: null });
    expect(calls).toEqual([['readings', 1, 'Event']]);
  });

  it('gives what the function throws as Lambda:Unhandled', async () => {
    const error = { errorType: 'TypeError', errorMessage: 'x is not a function', trace: [] };
    const { source } = functionThat(() => ({ payload: null, error }));
    expect(await source.invoke({ operation: 'Invoke' })).toEqual({
      result: null,
      error: { type: 'Lambda:Unhandled', message: 'x is not a function' },
    });
  });

  it('names a function that is not there', async () => {
    const { source } = functionThat(() => {
      throw new AwsError('ResourceNotFoundException', 'Function not found: readings');
    });
    expect(await source.invoke({ operation: 'Invoke' })).toMatchObject({
      error: { type: 'Lambda:ResourceNotFoundException', message: 'Function not found: readings' },
    });
  });

  it.each([
    [{ payload: 1 }, "Value for field '$[operation]' not found."],
    [{ operation: 'Call' }, "Unsupported operation 'Call'."],
    [{ operation: 'Invoke', qualifier: 'x' }, "Unsupported element '$[qualifier]'."],
  ])('refuses %j', async (request, message) => {
    const { source } = functionThat(() => ({ payload: 1 }));
    expect(await source.invoke(request)).toEqual({ result: null, error: { type: 'MappingTemplate', message } });
  });
});

describe('NONE', () => {
  it.each([
    [{ payload: { a: [1] } }, { a: [1] }],
    [{ payload: 0 }, 0],
    [{ version: '2018-05-29' }, null],
    [null, null],
  ])('%j', async (request, result) => {
    expect(await noneDataSource().invoke(request)).toEqual({ result });
  });
});
