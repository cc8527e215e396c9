import { expect, it } from 'vitest';
import { asJsonOperations, asQueryOperations, callerOf } from './operations.ts';

const made = new Date('2026-01-02T03:04:05.500Z');
const operations = {
  GetThing: (input: unknown) => ({ Asked: input, Made: made, Names: ['a'], Tags: { b: 'c' }, Parent: { Made: made } }),
  DeleteThing: () => undefined,
  GetFunction: () => ({ Run: () => undefined }),
};
const caller = { accessKeyId: undefined, region: 'eu-west-1' };

it('has times in JSON as seconds since the epoch, and an empty object for no answer', async () => {
  const { GetThing, DeleteThing } = asJsonOperations(operations);
  const request = new Request('http://127.0.0.1/');
  expect(await GetThing?.('x', caller, request)).toEqual({
    Asked: 'x',
    Made: 1767323045.5,
    Names: ['a'],
    Tags: { b: 'c' },
    Parent: { Made: 1767323045.5 },
  });
  expect(await DeleteThing?.({}, caller, request)).toEqual({});
});

it('has lists, maps and times in XML as the query protocol has them', async () => {
  const { GetThing, DeleteThing, GetFunction } = asQueryOperations(operations, ['Tags']);
  expect(await GetThing?.('x', caller)).toEqual({
    Asked: 'x',
    Made: '2026-01-02T03:04:05.500Z',
    Names: { member: ['a'] },
    Tags: { entry: [{ key: 'b', value: 'c' }] },
    Parent: { Made: '2026-01-02T03:04:05.500Z' },
  });
  expect(await DeleteThing?.({}, caller)).toBeUndefined();
  await expect(GetFunction?.({}, caller)).rejects.toThrow('Run is a function, which XML has no form for');
});

it('calls by name, and refuses what is not there', async () => {
  const call = callerOf(operations);
  expect(await call('DeleteThing', {})).toEqual({});
  await expect(call('constructor', {})).rejects.toMatchObject({ code: 'UnknownOperationException' });
});
