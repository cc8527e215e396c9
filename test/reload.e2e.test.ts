import { cp, mkdtemp, readFile, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest';
import { startReload } from '../local/reload/reload.ts';
import type { Log } from '../local/shared/log.ts';
import type { Closable } from '../local/stack/closers.ts';
import { startStack, type BuiltStack } from '../local/stack/stack.ts';
import { CreateDeviceDocument } from '../examples/generated/documents.ts';
import { Live } from './support/live.ts';
import { makeOrganization, type Member, type Organization } from './support/people.ts';
import { runSonde, type Sonde } from './support/running.ts';
import { publish, topicOf } from './support/sensors.ts';
import { until } from './support/until.ts';

/** A copy of the sources, as somebody edits them, and a Sonde that follows it. */
let sonde: Sonde;
let project: string;
let reload: Closable;
let harbour: Organization;
let member: Member;
const said: string[] = [];

const original = resolve(import.meta.dirname, '..');
const log: Log = {
  info: (message) => said.push(message),
  warn: (message) => said.push(`warning: ${message}`),
  error: (message, cause) => said.push(`error: ${message} ${String(cause)}`),
};

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'sonde-project-'));
  for (const folder of ['resolvers', 'schema', 'functions']) {
    await cp(join(original, folder), join(project, folder), {
      recursive: true,
      filter: (source) => !/\.test\.ts$|\/testing$/.test(relative(original, source)),
    });
  }
  // What functions are bundled with.
  await symlink(join(original, 'node_modules'), join(project, 'node_modules'));
  let stack: BuiltStack | undefined;
  const directory = await mkdtemp(join(tmpdir(), 'sonde-'));
  sonde = await runSonde(
    directory,
    async (running) => (stack = await startStack({ dist: inject('dist'), directory, ...running })),
  );
  if (!stack) throw new Error('Sonde has not started');
  reload = await startReload({ projectRoot: project, stack, log });
  harbour = await makeOrganization(sonde, 'Harbour');
  member = harbour.viewer;
});
afterAll(async () => {
  await reload.close();
  await sonde.close();
  await rm(project, { recursive: true, force: true });
});

const at = (file: string): string => join(project, file);

/** Does something to the sources, and waits for what is said of it. */
async function saidOf(change: () => Promise<unknown>, what: RegExp): Promise<string> {
  said.length = 0;
  await change();
  return until(`“${String(what)}” (${JSON.stringify(said)})`, () => said.find((line) => what.test(line)));
}

/** Changes a file for the time of a test. Of several, putting back all but the last may be refused. */
async function edit(file: string, change: (text: string) => string): Promise<string> {
  const text = await readFile(at(file), 'utf8');
  onTestFinished(async () => {
    await saidOf(() => writeFile(at(file), text), /: in force after|: refused/);
  });
  const changed = change(text);
  expect(changed).not.toBe(text);
  return changed;
}

const FILE = 'resolvers/Query.organization.ts';
const ORGANIZATION = '{ organization { name } }';
const organization = async () => (await member.ask<{ organization: { name: string } }, object>(ORGANIZATION, {})).data;
const answering = (name: string) => `import { util, type Context } from '@aws-appsync/utils';
export function request() { return { operation: 'GetItem', key: util.dynamodb.toMapValues({ id: '-' }) }; }
export function response(ctx: Context) { return { ...ctx.result, id: '-', name: '${name}', version: 1 }; }
`;

it('a change of a resolver is in force without a restart, and what is refused changes nothing', async () => {
  const good = await edit(FILE, () => answering('Renamed'));
  expect(await organization()).toEqual({ organization: { name: 'Harbour' } });
  const line = await saidOf(() => writeFile(at(FILE), good), /: in force after/);
  expect(line).toMatch(/^resolvers\/Query\.organization\.ts: in force after \d+ ms$/);
  expect(await organization()).toEqual({ organization: { name: 'Renamed' } });

  const refused = await saidOf(
    () => writeFile(at(FILE), `${good}export const wrong = () => { while (true) {} };\n`),
    /refused/,
  );
  expect(refused).toMatch(
    /^warning: resolvers\/Query\.organization\.ts: refused, and what was in force goes on\n {2}resolvers\/Query\.organization\.ts:4 \(no-while\) /,
  );
  expect(await organization()).toEqual({ organization: { name: 'Renamed' } });

  const broken = await saidOf(() => writeFile(at(FILE), 'export function request( {'), /refused/);
  expect(broken).toMatch(/\n {2}resolvers\/Query\.organization\.ts:1 \(esbuild\) /);
  expect(await organization()).toEqual({ organization: { name: 'Renamed' } });
  await saidOf(() => writeFile(at(FILE), good), /: in force after/);
});

it('an editor may save by a new file in the place of the old one', async () => {
  const text = await edit(FILE, () => answering('Moved'));
  await saidOf(async () => {
    await writeFile(at(`${FILE}.new`), text);
    await rename(at(`${FILE}.new`), at(FILE));
  }, /: in force after/);
  expect(await organization()).toEqual({ organization: { name: 'Moved' } });
});

it('of several saves in a row the last counts', async () => {
  const last = await edit(FILE, () => answering('Last'));
  for (let count = 0; count < 20; count++) {
    await writeFile(at(FILE), answering(`Number ${count}`));
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  await writeFile(at(FILE), last);
  await until('the last one', async () => {
    const data = await organization();
    return data?.organization.name === 'Last' ? data : undefined;
  });
});

it('what resolvers share is in force in those that have it', async () => {
  const shared = 'resolvers/shared/organizations.ts';
  const text = await edit(shared, (before) =>
    before.replace('return organization;', "return { ...organization, name: 'Shared' };"),
  );
  await saidOf(() => writeFile(at(shared), text), /: in force after/);
  expect(await organization()).toEqual({ organization: { name: 'Shared' } });
});

it('a new field has its file, its line in the wiring and in the schema; it goes with them', async () => {
  const root = 'schema/root.graphql';
  const wiring = 'resolvers/wiring.ts';
  const schema = await edit(root, (text) => `${text}\nextend type Query {\n  "How warm it is." warmth: Int\n}\n`);
  const wired = await edit(wiring, (text) => text.replace("'Query.me':", "'Query.warmth': on('none'),\n  'Query.me':"));
  const unwired = await saidOf(() => writeFile(at(root), schema), /refused/);
  expect(unwired).toContain('resolvers/wiring.ts (wiring) Query.warmth is in the schema, but not wired');
  const missing = await saidOf(() => writeFile(at(wiring), wired), /refused/);
  expect(missing).toContain('resolvers/Query.warmth.ts is missing, but resolvers/wiring.ts names it');

  const file = 'resolvers/Query.warmth.ts';
  const code = 'export function request() { return {}; }\nexport function response() { return 21; }\n';
  onTestFinished(() => rm(at(file), { force: true }));
  await saidOf(() => writeFile(at(file), code), /: in force after/);
  expect((await member.ask('{ warmth }', {})).data).toEqual({ warmth: 21 });

  const gone = await saidOf(() => unlink(at(file)), /refused/);
  expect(gone).toContain(`${file} is missing`);
  expect((await member.ask('{ warmth }', {})).data).toEqual({ warmth: 21 });
});

it('what the schema says wrong is said with its file and line', async () => {
  const file = 'schema/root.graphql';
  const text = await edit(file, (before) => `type Wrong {\n  thing: Nothing\n}\n${before}`);
  expect(await saidOf(() => writeFile(at(file), text), /refused/)).toContain(
    'schema/root.graphql:2 (schema) Unknown type "Nothing".',
  );
  expect(await saidOf(() => writeFile(at(file), `type {\n${text}`), /root.*\(schema\) Syntax/s)).toContain(
    'schema/root.graphql:1 (schema) Syntax Error: Expected Name, found "{".',
  );
});

it('a function has its new code at the next call', async () => {
  const { createDevice: device } = await harbour.operator.request(CreateDeviceDocument, { input: { name: 'Pier' } });
  const period = 'from: "2026-01-01T00:00:00Z" to: "2026-03-01T00:00:00Z"';
  const query = `{ aggregates(deviceIds: ["${device.id}"] metrics: ["level"] ${period} window: "PT1M" statistics: [AVG]) { metric } }`;
  const errors = async () => (await member.ask(query, {})).errors;
  expect(await errors()).toMatchObject([{ message: expect.stringMatching(/^That makes 84960 windows/) as string }]);

  const file = 'functions/query-readings/window-limit.ts';
  const text = await edit(file, (before) => before.replace('That makes', 'It would make'));
  expect(await saidOf(() => writeFile(at(file), text), /: in force after/)).toContain('function query-readings');
  expect(await errors()).toMatchObject([{ message: expect.stringMatching(/^It would make 84960 windows/) as string }]);
});

it('open subscriptions and data outlast a change', async () => {
  const { createDevice: device } = await harbour.operator.request(CreateDeviceDocument, { input: { name: 'Buoy' } });
  const { live } = await Live.connect(sonde, member.token);
  onTestFinished(() => {
    live.close();
  });
  const { id, first } = await live.subscribe({});
  expect(first).toEqual({ id, type: 'start_ack' });

  const changed = await edit(FILE, () => answering('Meanwhile'));
  await saidOf(() => writeFile(at(FILE), changed), /: in force after/);
  await publish(sonde, topicOf(harbour.id, device.id), { readings: { level: 1 } });
  await live.batches(id);
  expect(live.isOpen(id)).toBe(true);
  const { data } = await member.ask<{ device: { name: string } }, object>(
    `{ device(id: "${device.id}") { name } }`,
    {},
  );
  expect(data).toEqual({ device: { name: 'Buoy' } });
});
