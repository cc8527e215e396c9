import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildApi } from './api.ts';
import { definitionOf, GOOD_CODE, projectOf } from './testing/project.ts';

const unit = { dataSource: 'none', before: [], after: [] } as const;
const wiring = { 'Query.device': unit };

describe('the build of an API', () => {
  it('bundles a unit resolver', async () => {
    const root = await projectOf({ 'resolvers/Query.device.ts': GOOD_CODE });
    const api = await buildApi(root, definitionOf({ wiring }));
    expect(api.resolvers['Query.device']).toMatchObject({ kind: 'UNIT', dataSource: 'none' });
    expect(api.schema).toBe('type Query {\n  device: String\n}\n');
  });

  it('makes a pipeline of a field’s steps and its own code', async () => {
    const root = await projectOf({
      'resolvers/Query.device.ts': GOOD_CODE,
      'resolvers/steps/requireActive.ts': GOOD_CODE,
    });
    const api = await buildApi(
      root,
      definitionOf({
        steps: { requireActive: 'none' },
        wiring: { 'Query.device': { ...unit, before: ['requireActive'], after: ['requireActive'] } },
      }),
    );
    expect(api.resolvers['Query.device']).toMatchObject({
      kind: 'PIPELINE',
      functions: ['requireActive', 'Query_device', 'requireActive'],
    });
    expect(api.functions.Query_device?.code).toContain('resolvers/Query.device.ts');
  });

  it('names what is missing', async () => {
    const root = await projectOf({});
    await expect(buildApi(root, definitionOf({ wiring, steps: { requireActive: 'none' } }))).rejects.toThrow(
      [
        'resolvers/steps/requireActive.ts is missing, but resolvers/wiring.ts names it',
        'resolvers/Query.device.ts is missing, but resolvers/wiring.ts names it',
      ].join('\n'),
    );
  });

  it('names steps and data sources that are not there, and fields that are in the schema or in the wiring alone', async () => {
    const root = await projectOf({
      'schema/api.graphql': 'type Query { device: String other: String }\n',
      'resolvers/Query.device.ts': GOOD_CODE,
      'resolvers/Query.more.ts': GOOD_CODE,
    });
    const unknown = { dataSource: 'nobody', before: ['nowhere'], after: [] };
    await expect(buildApi(root, definitionOf({ wiring: { 'Query.device': unknown } }))).rejects.toThrow(
      [
        'resolvers/wiring.ts (wiring) Query.device names the data source nobody, which is not there',
        'resolvers/wiring.ts (wiring) Query.device names the step nowhere, which is not there',
      ].join('\n'),
    );
    await expect(buildApi(root, definitionOf({ wiring: { ...wiring, 'Query.more': unit } }))).rejects.toThrow(
      [
        'resolvers/wiring.ts (wiring) Query.more is wired, but the schema has no such field',
        'resolvers/wiring.ts (wiring) Query.other is in the schema, but not wired',
      ].join('\n'),
    );
  });

  it('says file and line of what is wrong with the schema, and of code that is none', async () => {
    const build = async (files: Readonly<Record<string, string>>) =>
      buildApi(await projectOf({ 'resolvers/Query.device.ts': GOOD_CODE, ...files }), definitionOf({ wiring }));
    await expect(
      build({ 'schema/b.graphql': '\n\nextend type Query {\n  a: Nothing\n}\ntype Empty\n' }),
    ).rejects.toThrow('schema/b.graphql:4 (schema) Unknown type "Nothing".');
    await expect(build({ 'schema/b.graphql': '\ntype {' })).rejects.toThrow(
      'schema/b.graphql:2 (schema) Syntax Error: Expected Name, found "{".',
    );
    await expect(build({ 'schema/b.graphql': '\ntype Empty\n' })).rejects.toThrow(
      'schema/b.graphql:2 (schema) Type Empty must define one or more fields.',
    );
    await expect(build({ 'resolvers/Query.device.ts': '\nexport function (' })).rejects.toThrow(
      /^resolvers\/Query\.device\.ts:2 \(esbuild\) Expected identifier/,
    );
  });

  it('reads the wiring of the project, as it is now', async () => {
    const wired = (field: string) =>
      `const field = { dataSource: 'none', before: [], after: [] };
       export const wiring = { '${field}': field };
       export const dataSources = { none: { type: 'NONE' } }, steps = {}, auditedByFunctions = {};\n`;
    const root = await projectOf({
      'schema/api.graphql': 'type Query { device: String }\n',
      'resolvers/Query.device.ts': GOOD_CODE,
      'resolvers/Query.other.ts': GOOD_CODE,
      'resolvers/tables.ts': 'export const tables = {};\n',
      'resolvers/wiring.ts': wired('Query.device'),
    });
    expect(Object.keys((await buildApi(root)).resolvers)).toEqual(['Query.device']);
    await writeFile(join(root, 'resolvers/wiring.ts'), wired('Query.other'));
    await writeFile(join(root, 'schema/api.graphql'), 'type Query { other: String }\n');
    expect(Object.keys((await buildApi(root)).resolvers)).toEqual(['Query.other']);
    await writeFile(join(root, 'resolvers/tables.ts'), 'export const tables = { devices: {} };\n');
    await expect(buildApi(root)).rejects.toThrow(
      'resolvers/wiring.ts or resolvers/tables.ts: tables.devices.partitionKey:',
    );
  });

  it('says file, line and rule of all that AppSync would refuse, once', async () => {
    const shared = "import { x } from './shared/x.ts';\nexport function request() { return x(); }\n";
    const root = await projectOf({
      'resolvers/shared/x.ts': 'interface Unused { a: string }\n\nexport function x() {\n  return /a/.test("a");\n}\n',
      'resolvers/Query.device.ts': `${shared}export function response(ctx) { return ctx.result; }\n`,
      'resolvers/Query.other.ts': `${shared}export function response(ctx) {\n  while (ctx.a) {}\n}\n`,
    });
    await expect(buildApi(root, definitionOf({ wiring: { ...wiring, 'Query.other': unit } }))).rejects.toThrow(
      /^resolvers\/shared\/x\.ts:4 \(no-regex\) Regular expression .*: \/a\/\nresolvers\/shared\/x\.ts:4 \(no-disallowed-methods\) .*\nresolvers\/Query\.other\.ts:4 \(no-while\) while .*$/,
    );
  });

  it('refuses code over 32,768 characters', async () => {
    const text = (length: number) => `${GOOD_CODE}export const text = "${'x'.repeat(length)}";`;
    const root = await projectOf({ 'resolvers/Query.device.ts': text(40_000) });
    await expect(buildApi(root, definitionOf({ wiring }))).rejects.toThrow(
      /^resolvers\/Query\.device\.ts \(size\) The code has 40\d\d\d characters, more than 32768$/m,
    );
    const small = await projectOf({ 'resolvers/Query.device.ts': GOOD_CODE.replace('{}', `"${'x'.repeat(32_000)}"`) });
    await expect(buildApi(small, definitionOf({ wiring }))).resolves.toBeDefined();
  });

  it('refuses more than 10 functions in a pipeline', async () => {
    const root = await projectOf({
      'resolvers/Query.device.ts': GOOD_CODE,
      'resolvers/steps/requireActive.ts': GOOD_CODE,
    });
    const build = (count: number, own: object) => {
      const before = Array<'requireActive'>(count).fill('requireActive');
      const wired = { 'Query.device': { before, after: [], ...own } };
      return buildApi(root, definitionOf({ steps: { requireActive: 'none' }, wiring: wired }));
    };
    const message = 'Query.device has 11 functions; AppSync takes 10 in a pipeline';
    await expect(build(11, {})).rejects.toThrow(message);
    await expect(build(10, {})).resolves.toBeDefined();
    await expect(build(10, { dataSource: 'none' })).rejects.toThrow(message);
    await expect(build(9, { dataSource: 'none' })).resolves.toBeDefined();
  });

  it('refuses a change that leaves no audit event, unless its function does', async () => {
    const root = await projectOf({
      'schema/api.graphql': 'type Query { device: String }\ntype Mutation { start: String }\n',
      'resolvers/Query.device.ts': GOOD_CODE,
      'resolvers/Mutation.start.ts': GOOD_CODE,
    });
    const definition = definitionOf({
      dataSources: { none: { type: 'NONE' }, startExport: { type: 'AWS_LAMBDA', function: 'export' } },
      wiring: { ...wiring, 'Mutation.start': { ...unit, dataSource: 'startExport' } },
    });
    await expect(buildApi(root, definition)).rejects.toThrow(
      'Mutation.start changes something and leaves no audit event',
    );
    const auditedByFunctions = { 'Mutation.start': 'the worker writes it' };
    await expect(buildApi(root, { ...definition, auditedByFunctions })).resolves.toBeDefined();
  });

  it('refuses a subscription without a filter, and a data source with the wrong rights', async () => {
    const root = await projectOf({
      'schema/api.graphql': 'type Query { device: String }\ntype Subscription { onAny: String }\n',
      'resolvers/Query.device.ts': `import { get } from '@aws-appsync/utils/dynamodb';
export function request() { return get({ key: { id: '1' } }); }
export function response(ctx) { return ctx.result; }`,
      'resolvers/Subscription.onAny.ts': GOOD_CODE,
    });
    const definition = definitionOf({
      tables: { devices: { partitionKey: 'id', purpose: 'Devices' } },
      dataSources: {
        none: { type: 'NONE' },
        devices: { type: 'AMAZON_DYNAMODB', rights: { devices: ['Query'] } },
      },
      wiring: { 'Query.device': { ...unit, dataSource: 'devices' }, 'Subscription.onAny': { before: [], after: [] } },
    });
    await expect(buildApi(root, definition)).rejects.toThrow(
      [
        'Subscription.onAny({}): its response handler sets no subscription filter',
        'data source devices lacks dynamodb:GetItem on the table devices',
        'data source devices has dynamodb:Query on the table devices, which no code needs',
      ].join('\n'),
    );
  });
});
