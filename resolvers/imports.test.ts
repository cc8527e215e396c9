import { describe, expect, it } from 'vitest';
import { cancelled, failureOf, handlersOf, infoOf, INTERNAL, outage } from './testing/handlers.ts';
import {
  caller,
  IDENTITY,
  IMPORT,
  imported,
  NEW_ID,
  NOW,
  ORGANIZATION,
  OTHER_DEVICE,
  publicImport,
} from './testing/rows.ts';

const actor = { identityId: IDENTITY, name: 'Ada', kind: 'PERSON' };
const key = { organizationId: { S: ORGANIZATION }, id: { S: IMPORT } };
const args = { arguments: { id: IMPORT } };
const { reportUrl: _report, credentialsUrl: _credentials, uploadUrl: _upload, ...shown } = publicImport;
/** As steps hand it on. */
const loaded = { ...shown, report: true, credentials: true };
const MISSING = `NotFoundError: There is no import with the id "${IMPORT}".`;

interface Transaction {
  transactItems: { table: string; operation: string; key: object; attributeValues?: Record<string, unknown> }[];
}
const itemsOf = (request: unknown) =>
  (request as Transaction).transactItems.map(({ table, operation }) => `${operation} ${table}`);

describe('deviceImport', async () => {
  const { request, response } = await handlersOf('Query.deviceImport');
  const seen = (row: object, given: object = {}) =>
    response({ ...args, ...given, result: { ...imported, ...row } }).result;

  it('reads the import of the caller’s organization, as it is now', () => {
    expect(request(args).result).toEqual({ operation: 'GetItem', key, consistentRead: true });
    expect(seen({})).toEqual(loaded);
    expect(failureOf(response({ ...args, result: null }))).toBe(MISSING);
    expect(failureOf(request({ arguments: { id: 'x' } }))).toContain('NotFoundError');
    expect(failureOf(response({ ...args, ...outage }))).toBe(INTERNAL);
  });

  it('has keys for nobody but whoever asked for it, until they expire', () => {
    const other = { ...caller, claims: { ...caller.claims, identity_id: OTHER_DEVICE } };
    expect(seen({}, { identity: other })).toMatchObject({ report: true, credentials: false });
    expect(seen({ withCredentials: false })).toMatchObject({ report: true, credentials: false });
    expect(seen({ expiresAt: NOW })).toMatchObject({ report: false, credentials: false });
    expect(seen({ expiresAt: undefined })).toMatchObject({ report: false, credentials: false });
  });

  it('says how far it is', () => {
    const at = (row: object) => seen({ status: 'RUNNING', ...row });
    expect(at({ rows: undefined, succeeded: 0, failed: 0 })).toMatchObject({ progress: 0, rows: null });
    expect(at({ rows: 3, succeeded: 1, failed: 1 })).toMatchObject({ progress: 66 });
  });
});

describe('deviceImports', async () => {
  const { request, response } = await handlersOf('Query.deviceImports');
  it('lists them newest first', () => {
    expect(request({ arguments: { first: 2 } }).result).toMatchObject({
      operation: 'Query',
      limit: 2,
      scanIndexForward: false,
    });
    expect(response({ arguments: {}, result: { items: [imported], nextToken: null } }).result).toEqual({
      items: [loaded],
      nextToken: null,
    });
  });
});

describe('createDeviceImport', async () => {
  const { request, response } = await handlersOf('Mutation.createDeviceImport');
  const sign = await handlersOf('steps/signUpload');
  const given = { arguments: { input: { bytes: 5, withCredentials: true } } };
  const newImport = { id: NEW_ID, createdAt: NOW, updatedAt: NOW, version: 1 };
  const stash = { actor, newImport, uploadUrl: 'https://example.com/upload' };

  it('signs the upload before there is an import', () => {
    const { result, stash: left } = sign.request(given);
    expect(result).toEqual({
      operation: 'Invoke',
      payload: { operation: 'signUpload', organizationId: ORGANIZATION, importId: NEW_ID, bytes: 5 },
    });
    expect(left.newImport).toEqual(newImport);
    expect(sign.response({ ...given, result: { url: 'https://example.com/upload' } }).stash.uploadUrl).toBe(
      stash.uploadUrl,
    );
    expect(failureOf(sign.response({ ...given, ...outage }))).toBe(INTERNAL);
    expect(failureOf(sign.request({ arguments: { input: { bytes: 0 } } }))).toContain('bytes must be 1 to 16777216');
  });

  it('counts the import, makes its row and notes who did, all or nothing', () => {
    const { result, stash: left } = request({ ...given, stash });
    expect(itemsOf(result)).toEqual([
      'UpdateItem __TABLE_exportLedger__',
      'PutItem __TABLE_deviceImports__',
      'PutItem __TABLE_auditEvents__',
    ]);
    expect(response({ ...given, stash: left, result: { keys: [] } }).result).toMatchObject({
      id: NEW_ID,
      status: 'AWAITING_FILE',
      withCredentials: true,
      uploadUrl: stash.uploadUrl,
      reportUrl: null,
      requestedBy: IDENTITY,
    });
    expect(failureOf(response({ ...given, stash: left, ...cancelled(0, 3) }))).toContain(
      'LimitExceededError: Your organization has 2 imports',
    );
    expect(failureOf(response({ ...given, stash: left, ...cancelled(1, 3) }))).toBe(INTERNAL);
  });
});

describe('importDevices', async () => {
  const { request, response } = await handlersOf('Mutation.importDevices');
  const check = await handlersOf('steps/requireUpload');
  const awaiting = { ...args, prev: { result: { ...loaded, status: 'AWAITING_FILE' } }, stash: { actor } };
  const begun = { ...args, prev: { result: loaded }, stash: { actor } };

  it('looks whether the file is there', () => {
    expect(check.request(awaiting).result).toEqual({
      operation: 'Invoke',
      payload: { operation: 'findUpload', organizationId: ORGANIZATION, importId: IMPORT },
    });
    expect(check.response({ ...awaiting, result: { isThere: true } }).result).toEqual(awaiting.prev.result);
    const missing = check.response({ ...awaiting, result: { isThere: false } });
    expect(missing).toMatchObject({ result: awaiting.prev.result, stash: { isUploadMissing: true } });
    // Somebody else may have begun it meanwhile: what it is after this decides.
    expect(request({ ...awaiting, stash: missing.stash })).toMatchObject({ earlyReturn: { skipTo: 'NEXT' } });
    expect(failureOf(check.response({ ...awaiting, ...outage }))).toBe(INTERNAL);
  });

  it('queues the import, with who did, in one transaction with the event', () => {
    const { result } = request(awaiting);
    expect(itemsOf(result)).toEqual(['UpdateItem __TABLE_deviceImports__', 'PutItem __TABLE_auditEvents__']);
    expect(JSON.stringify(result)).toContain('192.0.2.1');
    expect(response({ ...awaiting, result: { keys: [] } }).result).toEqual(awaiting.prev.result);
    // Somebody else was quicker.
    expect(response({ ...awaiting, ...cancelled(0, 2, imported) }).result).toEqual(awaiting.prev.result);
  });

  it('answers one that has begun as it is', () => {
    for (const step of [check.request(begun), request(begun)])
      expect(step).toMatchObject({ result: loaded, earlyReturn: { skipTo: 'NEXT' } });
  });

  it('starts the worker, and does without where that fails', async () => {
    const start = await handlersOf('steps/startImport');
    for (const status of ['QUEUED', 'CANCELLED'])
      expect(start.request({ ...args, prev: { result: { ...loaded, status } } }).result).toEqual({
        operation: 'Invoke',
        invocationType: 'Event',
        payload: { organizationId: ORGANIZATION, importId: IMPORT },
      });
    expect(start.request(begun)).toMatchObject({ result: loaded, earlyReturn: { skipTo: 'NEXT' } });
    expect(failureOf(start.request(awaiting))).toContain('ValidationError: The file has not been uploaded');
    expect(start.response({ ...begun, ...outage }).result).toEqual(loaded);
  });
});

describe('cancelDeviceImport', async () => {
  const { request, response } = await handlersOf('Mutation.cancelDeviceImport');

  it('cancels what has not ended, counts it no more and notes who did', () => {
    expect(itemsOf(request({ ...args, stash: { actor } }).result)).toEqual([
      'UpdateItem __TABLE_deviceImports__',
      'UpdateItem __TABLE_exportLedger__',
      'PutItem __TABLE_auditEvents__',
    ]);
    expect(failureOf(response({ ...args, result: { keys: [] } }))).toBe('none');
  });

  it('answers one that is cancelled already, and refuses one that has ended otherwise', () => {
    const item = (status: string) => response({ ...args, ...cancelled(0, 3, { ...imported, status }) });
    expect(failureOf(item('CANCELLED'))).toBe('none');
    expect(failureOf(item('COMPLETED'))).toContain('ValidationError: The import has ended already: it is COMPLETED.');
    expect(failureOf(response({ ...args, ...cancelled(0, 3) }))).toBe(MISSING);
  });
});

describe('the links', async () => {
  const { request, response } = await handlersOf('steps/attachImportUrls');
  const urls = { reportUrl: publicImport.reportUrl, credentialsUrl: publicImport.credentialsUrl };
  const info = infoOf('Query', 'any', '{\n  reportUrl\n}');
  const page = { items: [loaded, { ...loaded, id: NEW_ID, report: false, credentials: false }], nextToken: null };

  it('are of one call for a page, for those who may have them', () => {
    expect(request({ info, prev: { result: page } }).result).toEqual({
      operation: 'Invoke',
      payload: {
        operation: 'signResults',
        organizationId: ORGANIZATION,
        imports: [{ importId: IMPORT, report: true, credentials: true }],
      },
    });
    const { result } = response({ info, prev: { result: page }, result: { urls: [urls] } });
    expect(result).toEqual({
      items: [publicImport, { ...publicImport, id: NEW_ID, reportUrl: null, credentialsUrl: null }],
      nextToken: null,
    });
    expect(failureOf(response({ info, prev: { result: page }, ...outage }))).toBe(INTERNAL);
  });

  it('are not made where nobody asks for one', () => {
    const plain = infoOf('Query', 'any', '{\n  status\n}');
    expect(request({ info: plain, prev: { result: loaded } })).toMatchObject({
      result: { ...publicImport, reportUrl: null, credentialsUrl: null },
      earlyReturn: { skipTo: 'NEXT' },
    });
  });
});
