import { describe, expect, it, vi } from 'vitest';
import { ask, fieldFailure } from '../testing/ask.ts';
import type { FakeApi } from '../testing/api.ts';

const schema = `
  type Query { device(id: ID!): Device devices: DevicePage! count: Int when: AWSDateTime }
  type Device { id: ID! name: String note(length: Int = 3): String }
  type DevicePage { items: [Device!]! }
`;
describe('a unit resolver', () => {
  it('asks its data source what the request handler returned and answers what the response handler returned', async () => {
    const api: FakeApi = {
      schema,
      resolvers: {
        'Query.device': {
          request: (ctx) => ({ result: { id: ctx.arguments.id } }),
          response: (ctx) => ({ result: { ...(ctx.result as object), name: 'Roof' } }),
        },
      },
    };
    expect(await ask(api, '{ device(id: "d1") { id name } }')).toEqual({
      data: { device: { id: 'd1', name: 'Roof' } },
    });
  });

  it('gives null and the whole error where the request handler calls util.error, and asks nothing', async () => {
    const invoke = vi.fn();
    const api: FakeApi = {
      schema,
      dataSources: { echo: { invoke } },
      resolvers: {
        'Query.device': {
          request: () => ({
            error: { message: 'No', errorType: 'ConflictError', data: { id: 'd1' }, errorInfo: { a: 1 } },
          }),
        },
      },
    };
    expect(await ask(api, '{ device(id: "d1") { id } }')).toEqual({
      data: { device: null },
      errors: [
        fieldFailure('device', 3, {
          data: { id: 'd1' },
          errorType: 'ConflictError',
          errorInfo: { a: 1 },
          message: 'No',
        }),
      ],
    });
    expect(invoke).not.toHaveBeenCalled();
  });

  it('shows an error of the data source to the response handler, and none to the client where that ignores it', async () => {
    const seen: unknown[] = [];
    const api: FakeApi = {
      schema,
      dataSources: {
        echo: { invoke: () => Promise.resolve({ result: { id: 'now' }, error: { message: 'Bad', type: 'X' } }) },
      },
      resolvers: {
        'Query.device': {
          response: (ctx) => {
            seen.push(ctx.error, ctx.result);
            return { result: null };
          },
        },
      },
    };
    expect(await ask(api, '{ device(id: "d1") { id } }')).toEqual({ data: { device: null } });
    expect(seen).toEqual([{ message: 'Bad', type: 'X' }, { id: 'now' }]);
  });

  it('gives the value and the error of util.appendError', async () => {
    const appended = { message: 'Partly', errorType: 'Note', data: null, errorInfo: null };
    const api: FakeApi = {
      schema,
      resolvers: { 'Query.count': { response: () => ({ result: 7, appendedErrors: [appended] }) } },
    };
    expect(await ask(api, '{ count }')).toEqual({
      data: { count: 7 },
      errors: [fieldFailure('count', 3, { errorType: 'Note', message: 'Partly' })],
    });
  });

  it('skips the data source and the response handler on an early return', async () => {
    const response = vi.fn();
    const api: FakeApi = {
      schema,
      resolvers: { 'Query.count': { request: () => ({ result: 5, earlyReturn: { skipTo: 'NEXT' } }), response } },
    };
    expect(await ask(api, '{ count }')).toEqual({ data: { count: 5 } });
    expect(response).not.toHaveBeenCalled();
  });

  it('hides what went wrong where a data source breaks', async () => {
    const api: FakeApi = {
      schema,
      dataSources: { echo: { invoke: () => Promise.reject(new Error('secret')) } },
      resolvers: { 'Query.count': {} },
    };
    expect(await ask(api, '{ count }')).toEqual({
      data: { count: null },
      errors: [fieldFailure('count', 3, { errorType: 'InternalFailure', message: 'Internal failure' })],
    });
  });
});
