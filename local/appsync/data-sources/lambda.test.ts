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
  return { source: lambdaDataSource({ lambda, functionArn: 'related', authorize: () => undefined }), calls };
}

describe('Lambda', () => {
  it('gives the function the payload, and its answer as the result', async () => {
    const { source, calls } = functionThat(() => ({ payload: { ok: true } }));
    expect(await source.invoke({ operation: 'Invoke', payload: { a: 1 } })).toEqual({ result: { ok: true } });
    expect(calls).toEqual([['related', { a: 1 }, 'RequestResponse']]);
  });

  it('gives null for an event', async () => {
    const { source, calls } = functionThat(() => ({ payload: null }));
    expect(await source.invoke({ operation: 'Invoke', payload: 1, invocationType: 'Event' })).toEqual({ result: null });
    expect(calls).toEqual([['related', 1, 'Event']]);
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
      throw new AwsError('ResourceNotFoundException', 'Function not found: related');
    });
    expect(await source.invoke({ operation: 'Invoke' })).toMatchObject({
      error: { type: 'Lambda:ResourceNotFoundException', message: 'Function not found: related' },
    });
  });

  it('gives what is too large as an error, as Lambda words it', async () => {
    const error = {
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      trace: [],
    };
    const { source } = functionThat(() => ({ payload: null, error }));
    expect(await source.invoke({ operation: 'Invoke' })).toEqual({
      result: null,
      error: { type: 'Lambda:Unhandled', message: error.errorMessage },
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

describe('Lambda by BatchInvoke', () => {
  const batch = { operation: 'BatchInvoke', payload: { id: 1 } };
  const error = { errorType: 'Error', errorMessage: 'No store', trace: [] };
  const wrong = (given: string) => ({
    result: null,
    error: {
      type: 'Lambda:IllegalArgument',
      message: `A function that is invoked by BatchInvoke returns a list of as many results as it gets payloads: 1, and this one returned ${given}.`,
    },
  });

  it('gives the function a list of payloads, and what it returns for each as its result', async () => {
    const { source, calls } = functionThat(() => ({ payload: [{ ok: true }] }));
    expect(await source.invoke(batch)).toEqual({ result: { ok: true } });
    expect(calls).toEqual([['related', [{ id: 1 }], 'RequestResponse']]);
  });

  // JavaScript resolver function reference for Lambda, "Lambda function batched response"
  it.each<[string, InvocationResult, object]>([
    ['null items are results', { payload: [null] }, { result: null }],
    // Its members are the response handler's to read ("Returning individual errors" of the tutorial).
    [
      'an error of one item is its result',
      { payload: [{ data: null, errorMessage: 'No', errorType: 'ERROR' }] },
      { result: { data: null, errorMessage: 'No', errorType: 'ERROR' } },
    ],
    [
      'an error is each item’s',
      { payload: null, error },
      { result: null, error: { type: 'Lambda:Unhandled', message: 'No store' } },
    ],
    ['a list of another length is an error', { payload: [1, 2] }, wrong('a list of 2')],
    ['an object is an error', { payload: { data: [] } }, wrong('no list')],
    ['nothing is an error', { payload: null }, wrong('no list')],
  ])('%s', async (_, answer, expected) => {
    const { source } = functionThat(() => answer);
    expect(await source.invoke(batch)).toEqual(expected);
  });

  it('as an event gives null at once, and the function the list', async () => {
    const { source, calls } = functionThat(() => ({ payload: null }));
    expect(await source.invoke({ ...batch, invocationType: 'Event' })).toEqual({ result: null });
    expect(calls).toEqual([['related', [{ id: 1 }], 'Event']]);
  });

  it('is refused where the role may not', async () => {
    const source = lambdaDataSource({
      lambda: { invoke: () => Promise.reject(new Error('not asked')) },
      functionArn: 'related',
      authorize: () => {
        throw new AwsError('AccessDeniedException', 'is not authorized to perform: lambda:InvokeFunction');
      },
    });
    expect(await source.invoke(batch)).toMatchObject({ error: { type: 'Lambda:AccessDeniedException' } });
  });
});

describe('NONE', () => {
  it.each([
    [{ payload: { a: [1] } }, { a: [1] }],
    [{ payload: 0 }, 0],
    [{ version: '2018-05-29' }, null],
    [null, null],
    [undefined, null],
    [{ payload: null }, null],
  ])('%j', async (request, result) => {
    expect(await noneDataSource().invoke(request)).toEqual({ result });
  });

  it.each([5, 'text', true, [], [{ payload: 1 }]])('refuses a request that is no object: %j', async (request) => {
    expect(await noneDataSource().invoke(request)).toMatchObject({ result: null, error: { type: 'MappingTemplate' } });
  });
});
