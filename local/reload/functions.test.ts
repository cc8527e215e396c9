import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { FunctionArtifact } from '../../build/artifacts.ts';
import { zipFunction } from '../../build/functions.ts';
import { functionReload, needingRestart, touchedFunctions } from './functions.ts';

const NAMES = ['ingest', 'export'];
const never = () => false;

it.each([
  [['functions/ingest/decode/senml.ts'], ['ingest']],
  [['functions/shared/time.ts'], NAMES],
  [['schema/limits.ts'], NAMES],
  [['schema/device.graphql', 'resolvers/Query.me.ts', 'functions/new/handler.ts'], []],
])('after a change of %j, builds %j', (files, names) => {
  expect(touchedFunctions(files, NAMES)).toEqual(names);
});

it('says what only a start makes', () => {
  const files = ['functions/ingest/function.ts', 'functions/new/handler.ts', 'functions/shared/function.ts'];
  expect(needingRestart([...files, 'functions/ingest/handler.ts', 'resolvers/function.ts'], NAMES)).toEqual(
    files.slice(0, 2),
  );
});

async function project() {
  const root = await mkdtemp(join(tmpdir(), 'sonde-functions-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const write = async (name: string, text: string) => {
    await mkdir(join(root, 'functions', name), { recursive: true });
    await writeFile(join(root, 'functions', name, 'handler.ts'), text);
  };
  for (const name of NAMES) await write(name, `export const handler = () => '${name}';\n`);
  const artifact = async (name: string): Promise<FunctionArtifact> => ({
    zip: `functions/${name}.zip`,
    sha256: (await zipFunction(root, name)).sha256,
    handler: 'index.handler',
    description: '',
    timeoutSeconds: 1,
    memoryMb: 128,
    environment: [],
    graphqlFields: [],
  });
  const updateFunctionCode = vi.fn((_input: unknown) => Promise.resolve({}));
  const artifacts = Object.fromEntries(
    await Promise.all(NAMES.map(async (name) => [name, await artifact(name)] as const)),
  );
  return { write, updateFunctionCode, functions: functionReload(root, { updateFunctionCode }, artifacts) };
}

it('gives a function its new code, and leaves those alone whose code is the same', async () => {
  const { write, updateFunctionCode, functions } = await project();
  await write('export', `export const handler = () => 'export';\n`);
  await write('ingest', `export const handler = () => 'another';\n`);
  expect(await functions.update(NAMES, never)).toEqual(['ingest']);
  expect(updateFunctionCode).toHaveBeenCalledTimes(1);
  const [input] = updateFunctionCode.mock.calls[0]!;
  expect(input).toMatchObject({ FunctionName: 'sonde-local-ingest' });
  const { ZipFile } = input as { ZipFile: Uint8Array };
  expect(new TextDecoder().decode(unzipSync(ZipFile)['index.mjs'])).toContain('another');
  expect(await functions.update(NAMES, never)).toEqual([]);
});

it('gives no code that was overtaken, and says what cannot be built', async () => {
  const { write, updateFunctionCode, functions } = await project();
  await write('ingest', `export const handler = () => 'another';\n`);
  expect(await functions.update(NAMES, () => true)).toEqual([]);
  await write('ingest', `import { a } from './missing.ts';\nexport const handler = () => a;\n`);
  await expect(functions.update(['ingest'], never)).rejects.toThrow(
    'functions/ingest/handler.ts:1 (esbuild) Could not resolve "./missing.ts"',
  );
  expect(updateFunctionCode).not.toHaveBeenCalled();
});
