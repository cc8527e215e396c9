import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { EXPORT_LIMITS } from '../../../../schema/limits.ts';
import { readParquet } from '../../parquet.ts';
import { tryDevices, tryExport, tryId, tryImport, tryPage } from '../choose.ts';
import type { Lane } from '../lane.ts';
import { DAY } from './readings.ts';

const Export = v.object({
  id: v.string(),
  status: v.string(),
  requestedBy: v.string(),
  recipients: v.array(v.object({ identityId: v.string() })),
  files: v.array(v.object({ url: v.nullable(v.string()) })),
});
const Page = v.object({ items: v.array(v.object({ id: v.string() })), nextToken: v.nullable(v.string()) });

/** Of own devices and recipients, mostly; else with one among them that is not. */
export async function requestExport(lane: Lane): Promise<void> {
  const { random, model } = lane;
  const { ids, missing } = random.chance(0.5) ? tryDevices(lane) : { ids: undefined, missing: undefined };
  const persons = [...model.identities.values()].filter(({ kind, status }) => kind === 'PERSON' && status === 'ACTIVE');
  const foreign = random.chance(0.3) ? random.pick(lane.foreign.addresses) : undefined;
  const isForeign = foreign !== undefined && !persons.some(({ email }) => email === foreign);
  const chosen = random.pick(persons);
  const recipients = [...new Set([...(chosen ? [chosen.email] : []), ...(foreign === undefined ? [] : [foreign])])];
  const input = {
    ...DAY,
    recipients,
    ...(ids ? { deviceIds: ids } : {}),
    format: random.chance(0.2) ? 'PARQUET' : 'CSV',
  };
  const answer = await lane.ask(lane.client(), 'Mutation.requestExport', { input });
  if (!answer) return;
  if (missing !== undefined) lane.expectError(answer, 'NotFoundError');
  else if (isForeign) lane.expectError(answer, 'ValidationError');
  else if (answer.error) lane.expectError(answer, 'LimitExceededError');
  else {
    const { id } = v.parse(Export, answer.value);
    lane.ownership.claim(id, model.id);
    model.exports.set(id, { id, recipients: chosen ? [chosen.id] : [] });
  }
}

/** Has all that there is exported, and mailed to everybody. */
export async function exportToAll(lane: Lane): Promise<void> {
  const { model } = lane;
  const manager = lane.manager();
  const persons = [...model.identities.values()].filter(({ kind, status }) => kind === 'PERSON' && status === 'ACTIVE');
  const recipients = persons.slice(0, EXPORT_LIMITS.recipients);
  if (!manager) return;
  const input = { ...DAY, recipients: recipients.map(({ email }) => email) };
  const answer = await lane.ask(manager, 'Mutation.requestExport', { input });
  lane.expect(answer?.error === undefined, 'an export');
  const { id } = v.parse(Export, answer?.value);
  lane.ownership.claim(id, model.id);
  model.exports.set(id, { id, recipients: recipients.map((each) => each.id) });
}

/** Looks at an export, and downloads its files. */
export async function exportOf(lane: Lane): Promise<void> {
  const { id, isOwn } = tryExport(lane);
  const wantsFiles = lane.random.chance(0.2);
  const answer = await lane.ask(lane.client(), 'Query.export', { id });
  if (!answer) return;
  if (!isOwn) {
    lane.expectError(answer, 'NotFoundError');
    return;
  }
  const { files, recipients, ...found } = v.parse(Export, answer.value);
  const known = lane.model.exports.get(id);
  lane.expect(
    found.id === id &&
      JSON.stringify(recipients.map(({ identityId }) => identityId)) === JSON.stringify(known?.recipients),
    'the export as it was asked for',
  );
  for (const { url } of files) if (url !== null && wantsFiles) await download(lane, url);
}

/** Downloads a file, and looks through it. @returns what it says; nothing where it is gone */
export async function download(lane: Lane, url: string): Promise<string> {
  lane.note(`GET ${url}`);
  const response = await fetch(url);
  const body = Buffer.from(await response.arrayBuffer());
  const text = response.status === 200 ? await textOf(body) : '';
  lane.inspect(text);
  return text;
}

/** What a file says, compressed or not. */
async function textOf(file: Buffer): Promise<string> {
  if (file.subarray(0, 2).equals(GZIP)) return gunzipSync(file).toString('utf8');
  if (file.subarray(0, 4).toString() !== 'PAR1') return file.toString('utf8');
  return JSON.stringify(await readParquet([file]), (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

const GZIP = Buffer.from([0x1f, 0x8b]);

export async function exportsOf(lane: Lane): Promise<void> {
  await list(lane, 'Query.exports', (id) => lane.model.exports.has(id));
}

export async function cancelExport(lane: Lane): Promise<void> {
  const { id, isOwn } = tryExport(lane);
  const answer = await lane.ask(lane.client(), 'Mutation.cancelExport', { id });
  if (!answer) return;
  if (!isOwn) lane.expectError(answer, 'NotFoundError');
  // It may have ended before.
  else if (answer.error) lane.expectError(answer, 'ValidationError');
}

export async function deleteExport(lane: Lane): Promise<void> {
  const { id, isOwn } = tryExport(lane);
  const answer = await lane.ask(lane.client(), 'Mutation.deleteExport', { id });
  if (!answer) return;
  if (!isOwn) lane.expectError(answer, 'NotFoundError');
  // It ended at this very moment.
  else if (answer.error) lane.expectError(answer, 'ConflictError');
  else {
    lane.model.exports.delete(id);
    lane.model.deleted.exports.push(id);
  }
}

/** Publishing is not for people. */
export async function publishExport(lane: Lane): Promise<void> {
  const { id } = tryExport(lane);
  const organizationId = lane.random.pick([lane.model.id, ...lane.foreign.organizations]);
  await lane.ask(lane.client(), 'Mutation.publishExport', { organizationId, id });
}

export async function deviceImport(lane: Lane): Promise<void> {
  const { id, isOwn } = tryImport(lane);
  const answer = await lane.ask(lane.client(), 'Query.deviceImport', { id });
  if (!answer) return;
  if (isOwn) lane.expect(v.parse(v.object({ id: v.string() }), answer.value).id === id, 'the import');
  else lane.expectError(answer, 'NotFoundError');
}

export async function deviceImports(lane: Lane): Promise<void> {
  await list(lane, 'Query.deviceImports', (id) => lane.model.imports.has(id));
}

export async function createDeviceImport(lane: Lane): Promise<void> {
  const input = { bytes: 1 + lane.random.below(1000), withCredentials: lane.random.chance(0.5) };
  const answer = await lane.ask(lane.client(), 'Mutation.createDeviceImport', { input });
  if (!answer) return;
  if (answer.error) lane.expectError(answer, 'LimitExceededError');
  else {
    const { id } = v.parse(v.object({ id: v.string() }), answer.value);
    lane.ownership.claim(id, lane.model.id);
    lane.model.imports.add(id);
  }
}

/** Begins an import whose file nobody has uploaded. */
export async function importDevices(lane: Lane): Promise<void> {
  const { id, isOwn } = tryImport(lane);
  const answer = await lane.ask(lane.client(), 'Mutation.importDevices', { id });
  if (!answer) return;
  if (!isOwn) lane.expectError(answer, 'NotFoundError');
  else if (answer.error) lane.expectError(answer, 'ValidationError');
}

export async function cancelDeviceImport(lane: Lane): Promise<void> {
  const { id, isOwn } = tryImport(lane);
  const answer = await lane.ask(lane.client(), 'Mutation.cancelDeviceImport', { id });
  if (!answer) return;
  if (!isOwn) lane.expectError(answer, 'NotFoundError');
  else if (answer.error) lane.expectError(answer, 'ValidationError');
}

/** What was done in the organization, by whom. Those of others are asked for, too. */
export async function auditEvents(lane: Lane): Promise<void> {
  const { random, model, foreign } = lane;
  const { token: nextToken, kind } = tryPage(lane, 'auditEvents');
  const of = (own: Iterable<string>, others: readonly string[]) =>
    random.chance(0.2) ? tryId(lane, { own, deleted: [], foreign: others }).id : null;
  const question =
    kind === 'none'
      ? {
          actorId: of(model.identities.keys(), foreign.identities),
          targetId: of(model.devices.keys(), foreign.devices),
        }
      : {};
  const answer = await lane.ask(lane.client(), 'Query.auditEvents', {
    first: 1 + random.below(100),
    nextToken,
    ...question,
  });
  if (!answer) return;
  if (kind === 'foreign') lane.expectError(answer, 'ValidationError');
  else if (!answer.error)
    keepPage(lane, 'auditEvents', v.parse(Page, answer.value).nextToken, !question.actorId && !question.targetId);
}

async function list(
  lane: Lane,
  field: 'Query.exports' | 'Query.deviceImports',
  has: (id: string) => boolean,
): Promise<void> {
  const name = field.slice('Query.'.length);
  const { token: nextToken, kind } = tryPage(lane, name);
  const answer = await lane.ask(lane.client(), field, { first: 1 + lane.random.below(20), nextToken });
  if (!answer) return;
  if (kind === 'foreign') {
    lane.expectError(answer, 'ValidationError');
    return;
  }
  const page = v.parse(Page, answer.value);
  keepPage(lane, name, page.nextToken);
  for (const { id } of page.items) lane.expect(has(id), 'what the organization has');
}

function keepPage(lane: Lane, field: string, token: string | null, isWhole = true): void {
  if (token !== null && isWhole) lane.pages.push([field, token]);
}
