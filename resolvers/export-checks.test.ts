import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestExportInput } from '../schema/generated/types.ts';
import { cancelled, failureOf, handlersOf, infoOf, INTERNAL, outage } from './testing/handlers.ts';
import {
  caller,
  EXPORT,
  exported,
  IDENTITY,
  identity,
  membership,
  ORGANIZATION,
  publicExport,
  SERVICE,
  service,
} from './testing/rows.ts';

const period = { from: '2018-01-01T00:00:00Z', to: '2018-02-01T00:00:00Z' };

describe('Mutation.requestExport', async () => {
  const { request, response } = await handlersOf('Mutation.requestExport');
  const ask = (input: Partial<RequestExportInput>) =>
    failureOf(request({ arguments: { input: { ...period, ...input } }, prev: { result: [IDENTITY] } }));
  const TOGETHER =
    'ValidationError: window and statistics go together: give both to get figures a window, or none to get each reading.';

  it.each([
    [{ to: period.from }, 'ValidationError: to must be later than from'],
    [{ from: period.to, to: period.from }, 'ValidationError: to must be later than from'],
    [{ from: '2018-01-01T00:00:00.0001Z', to: '2018-01-01T00:00:00.0009Z' }, 'by a millisecond at least'],
    [{ from: '2018-01-01T00:00Z' }, 'ValidationError: from must have seconds and an offset'],
    [{ to: '2018-02-01T00:00:00+01:00:30' }, 'ValidationError: to must have seconds and an offset'],
    [{ from: '1970-01-01T00:59:59+01:00' }, 'ValidationError: from must be from 1970-01-01 to 2262-04-11'],
    [{ to: '2262-04-11T23:47:16.854Z' }, 'ValidationError: to must be from 1970-01-01 to 2262-04-11'],
    [{ metrics: [] }, 'ValidationError: metrics must name at least one metric'],
    [{ metrics: ['a b'] }, 'ValidationError: metrics: "a b" is no metric name'],
    [{ layout: 'WIDE' }, 'ValidationError: layout WIDE needs metrics'],
    [{ window: 'PT1H' }, TOGETHER],
    [{ statistics: ['AVG'] }, TOGETHER],
    [{ window: 'PT1H', statistics: [] }, 'ValidationError: statistics must name at least one'],
    [{ statistics: [] }, 'ValidationError: statistics must name at least one'],
    [{ window: '' }, TOGETHER],
    [{ window: '', statistics: ['AVG'] }, 'ValidationError: window must be an ISO 8601 duration'],
    [{ window: 'PT1H', statistics: ['AVG', 'MIN', 'AVG'] }, 'ValidationError: statistics must have each value once'],
    [{ clientToken: '' }, 'ValidationError: clientToken must have 1 to 64 characters'],
    [{ clientToken: 'x'.repeat(65) }, 'ValidationError: clientToken must have 1 to 64 characters'],
    [{ clientToken: 'a\n' }, 'ValidationError: clientToken must have 1 to 64 characters'],
    [{ clientToken: 'é' }, 'ValidationError: clientToken must have 1 to 64 characters'],
  ] as [Partial<RequestExportInput>, string][])('refuses %j', (input, message) => {
    expect(ask(input)).toContain(message);
  });

  it.each([
    { from: '1970-01-01T00:00:00Z', to: '2262-04-11T23:47:16.853999999Z' },
    { from: '2018-01-01T00:00:00.000Z', to: '2018-01-01T00:00:00.001Z' },
    { layout: 'WIDE', metrics: ['x'], window: 'P366D', statistics: ['AVG', 'P99'] },
    { metrics: null, window: null, statistics: null, clientToken: null, recipients: null, format: null, layout: null },
    { clientToken: ' ~#'.repeat(21) },
  ] as Partial<RequestExportInput>[])('takes %j', (input) => {
    expect(ask(input)).toBe('none');
  });

  it('takes windows of one unit from a second to 366 days', () => {
    const seconds = { S: 1, M: 60, H: 3600, D: 86_400 };
    const unit = fc.constantFrom('S' as const, 'M' as const, 'H' as const, 'D' as const);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000_000 }), unit, (amount, of) => {
        const isGood = amount >= 1 && amount * seconds[of] <= 366 * 86_400;
        const answer = ask({ window: `P${of === 'D' ? '' : 'T'}${amount}${of}`, statistics: ['AVG'] });
        expect(answer === 'none').toBe(isGood);
      }),
      {
        examples: [
          [31_622_400, 'S'],
          [31_622_401, 'S'],
          [366, 'D'],
          [367, 'D'],
          [8784, 'H'],
          [8785, 'H'],
        ],
      },
    );
    for (const window of ['P1H', 'PT1D', 'PT01H', 'PT1.5H', 'P1M', 'P1W', 'PT1H30M', '-PT1H', 'pt1h', 'PT1H\n']) {
      expect(ask({ window, statistics: ['AVG'] })).toContain('ValidationError: window must be');
    }
  });

  it('says what failed only as far as the caller can help it', () => {
    const stash = { created: exported, asked: '{}', parts: ['row', 'running', 'today'] };
    expect(failureOf(response({ stash, ...outage }))).toBe(INTERNAL);
    expect(failureOf(response({ stash, ...cancelled(0, 3) }))).toBe(INTERNAL);
    expect(failureOf(response({ stash, ...cancelled(1, 3, undefined, 'TransactionConflict') }))).toContain(
      'ConflictError: Somebody else changed the same',
    );
  });
});

describe('findRecipients', async () => {
  const { request, response } = await handlersOf('steps/findRecipients');
  const given = (recipients?: string[] | null) => ({
    arguments: { input: { ...period, recipients } },
    prev: { result: identity },
  });
  const found = (...rows: unknown[]) => ({ data: { __TABLE_memberships__: rows }, unprocessedKeys: {} });

  it('asks for the memberships of the addresses in the caller’s organization', () => {
    expect(request(given(['Ada@example.com'])).result).toEqual({
      operation: 'BatchGetItem',
      tables: {
        __TABLE_memberships__: {
          keys: [{ email: { S: 'ada@example.com' }, organizationId: { S: ORGANIZATION } }],
          consistentRead: true,
        },
      },
    });
    const result = found(null, membership);
    expect(response({ ...given(['x@example.com', 'Ada@example.com']), result }).result).toEqual([null, IDENTITY]);
    expect(failureOf(response({ ...given(['x@example.com']), ...outage }))).toBe(INTERNAL);
  });

  it('takes at most 20, each once', () => {
    const addresses = Array.from({ length: 21 }, (_, index) => `${index}@example.com`);
    expect(failureOf(request(given(addresses.slice(1))))).toBe('none');
    expect(failureOf(request(given(addresses)))).toBe(
      'ValidationError: recipients must have at most 20 addresses; it has 21.',
    );
    expect(failureOf(request(given(['ada@example.com', 'ADA@example.com'])))).toBe(
      'ValidationError: recipients must have each value once; "ada@example.com" is there twice.',
    );
  });

  it.each([undefined, null])('takes the caller for %j', (recipients) => {
    expect(request(given(recipients))).toMatchObject({ result: [IDENTITY], earlyReturn: { skipTo: 'NEXT' } });
  });
});

describe('requireRecipients', async () => {
  const { request, response } = await handlersOf('steps/requireRecipients');
  const given = (...recipients: string[]) => ({
    arguments: { input: { ...period, recipients } },
    prev: { result: [IDENTITY, SERVICE] },
  });
  const found = (...rows: unknown[]) => ({ data: { __TABLE_identities__: rows }, unprocessedKeys: {} });

  it('lets on where all are active persons', () => {
    expect(request(given('ada@example.com', service.email)).result).toMatchObject({ operation: 'BatchGetItem' });
    const one = { ...given('ada@example.com'), prev: { result: [IDENTITY] } };
    expect(response({ ...one, result: found(identity) }).result).toEqual([IDENTITY]);
    expect(failureOf(response({ ...one, result: found({ ...identity, status: 'SUSPENDED' }) }))).toContain(
      'ValidationError: recipients must be addresses',
    );
  });

  it('stops those who name a service, which takes no mail', () => {
    const two = given('ada@example.com', service.email);
    expect(failureOf(response({ ...two, result: found(identity, service) }))).toBe(
      `ValidationError: recipients must be addresses of active people of your organization, which these are not: ${service.email}.`,
    );
  });
});

describe('attachFileUrls', async () => {
  const { request, response } = await handlersOf('steps/attachFileUrls');
  const selecting = (selection: string) => infoOf('Query', 'export', selection);
  const [file] = publicExport.files;
  const none = { ...publicExport, files: [] };
  const page = { items: [none, publicExport], nextToken: 'next' };

  it.each([
    ['no link is asked for', publicExport, '{\n  id\n  files {\n    name\n  }\n}'],
    ['there is no file', none, '{\n  files {\n    url\n  }\n}'],
    ['there is no file on the page', { items: [none], nextToken: null }, '{\n  items {\n    ...Parts\n  }\n}'],
  ])('calls nobody where %s', (_, result, selection) => {
    expect(request({ info: selecting(selection), prev: { result } })).toMatchObject({
      result,
      earlyReturn: { skipTo: 'NEXT' },
    });
  });

  it.each(['{\n  files {\n    url\n  }\n}', '{\n  ...Parts\n}', '{\n  a: files {\n    b: url\n  }\n}'])(
    'calls for the selection %j',
    (selection) => {
      expect(request({ info: selecting(selection), prev: { result: page } }).result).toEqual({
        operation: 'Invoke',
        payload: { organizationId: ORGANIZATION, files: [{ key: file!.key, name: file!.name }] },
      });
    },
  );

  it('gives every file its own link, in place of its key', () => {
    const { key: _, ...shown } = file!;
    const two = { ...publicExport, files: [file, { ...file, key: 'k2' }] };
    const urls = ['https://example.com/1', 'https://example.com/2'];
    const linked = urls.map((url) => ({ ...shown, url }));
    expect(response({ prev: { result: two }, result: { urls } }).result).toEqual({ ...publicExport, files: linked });
    const [first] = linked;
    expect(response({ prev: { result: page }, result: { urls } }).result).toEqual({
      items: [none, { ...publicExport, files: [first] }],
      nextToken: 'next',
    });
    expect(failureOf(response({ prev: { result: page }, ...outage }))).toBe(INTERNAL);
  });
});

describe('Mutation.deleteExport', async () => {
  const { response } = await handlersOf('Mutation.deleteExport');

  it('changes nothing of an export that ends in between', () => {
    const stash = { deleted: { ...publicExport, status: 'RUNNING' } };
    expect(failureOf(response({ stash, ...cancelled(0, 2, exported) }))).toBe(
      'ConflictError: The export has ended at this very moment. It is still there: delete it again.',
    );
    const missing = `NotFoundError: There is no export with the id "${EXPORT}".`;
    const deleted = { ...exported, deletedAt: exported.endedAt };
    expect(failureOf(response({ stash, ...cancelled(0, 2, deleted) }))).toBe(missing);
    expect(failureOf(response({ stash, ...cancelled(0, 2) }))).toBe(missing);
  });
});

describe('Subscription.onExport', async () => {
  const { request, response } = await handlersOf('Subscription.onExport');
  const rule = (fieldName: string, value: string) => ({ fieldName, operator: 'eq', value });
  const organization = rule('organizationId', ORGANIZATION);

  it.each([
    [{}, [organization]],
    [{ id: null }, [organization]],
    [{ id: EXPORT }, [organization, rule('id', EXPORT)]],
  ])('with %j delivers what is the organization’s, and ends with its owner', (args, filters) => {
    expect(request().result).toEqual({});
    const { result, subscriptionFilter, subscriptionInvalidationFilter } = response({ arguments: args });
    expect(result).toBeNull();
    expect(subscriptionFilter).toEqual({ filterGroup: [{ filters }] });
    expect(subscriptionInvalidationFilter).toEqual({
      filterGroup: [{ filters: [organization, rule('identityId', IDENTITY)] }],
    });
  });

  it('needs the identity of the token', () => {
    const claims = { organization_id: ORGANIZATION };
    expect(response({ identity: { ...caller, claims } }).error?.errorType).toBe('Unauthorized');
  });
});

describe('what clients see of an export', async () => {
  const { response } = await handlersOf('Query.export');
  const see = (row: object) => response({ arguments: { id: EXPORT }, result: row }).result;

  it('is what the schema has, whatever is in the row', () => {
    // Tests run long before it expires.
    expect(see(exported)).toEqual(publicExport);
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (more) => {
        expect(see({ ...more, deletedAt: undefined, ...exported })).toEqual(publicExport);
      }),
    );
    expect(JSON.stringify(see(exported))).not.toContain('5e5e5e');
  });

  it('is null where there is nothing yet', () => {
    const { request, recipients, ...row } = exported;
    const { rows: _, bytes: __, files: ___, error: ____, startedAt: _____, endedAt: ______, ...queued } = row;
    const { error: _______, ...recipient } = recipients[0]!;
    const all = { deviceIds: null, metrics: null, window: null, statistics: null };
    const stored = { ...queued, status: 'QUEUED', expiresAt: undefined, request: { ...request, ...all } };
    expect(see({ ...stored, recipients: [recipient] })).toEqual({
      ...publicExport,
      ...all,
      status: 'QUEUED',
      progress: exported.progress,
      recipients: [{ identityId: IDENTITY, status: 'FAILED', error: null }],
      rows: null,
      bytes: null,
      files: [],
      error: null,
      startedAt: null,
      endedAt: null,
      expiresAt: null,
    });
  });
});
