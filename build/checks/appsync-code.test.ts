import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleResolver } from '../bundle.ts';
import { findRefusals } from './appsync-code.ts';

const ENTRY = 'resolvers/Query.device.ts';
const SHARED = 'resolvers/shared/names.ts';
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sonde-code-'));
  await mkdir(join(root, 'resolvers/shared'), { recursive: true });
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function refusalsOf(entry: string, shared: string): Promise<string[]> {
  await writeFile(join(root, ENTRY), entry);
  await writeFile(join(root, SHARED), shared);
  return findRefusals(root, ENTRY, await bundleResolver(root, ENTRY));
}

const entry = `import { nameOf } from './shared/names';

export function request(ctx: { args: { id: string; list: string[] } }) {
  return { payload: nameOf(ctx.args.id) };
}
export const response = (ctx: { result: unknown }) => ctx.result;
`;

it('says nothing of good code', async () => {
  expect(await refusalsOf(entry, 'export const nameOf = (id: string) => `device ${id}`;')).toEqual([]);
});

it('names the file, the line and the rule of what AppSync would refuse, in what the entry imports too', async () => {
  const shared = `// What a device is called.
export function nameOf(id: string): string {
  if (/^a/.test(id)) return id;

  while (id.length > 10) return id;
  return id;
}`;
  const wrong = entry.replace(
    '{ payload: nameOf(ctx.args.id) }',
    '{ payload: nameOf(ctx.args.id), has: ctx.args.list.includes("a") }',
  );
  expect(await refusalsOf(wrong, shared)).toEqual([
    `${SHARED}:3 (no-regex) Regular expression literals are not supported: use util.matches, or a string with replace: /^a/`,
    `${SHARED}:3 (no-disallowed-methods) Not among the methods that are supported: test`,
    expect.stringMatching(`^${SHARED}:5 \\(no-while\\) while is not supported: use for-of`),
    `${ENTRY}:4 (no-disallowed-methods) Not among the methods that are supported: includes`,
  ]);
});

it('says of code that is too long which entry it is', async () => {
  const long = `export const nameOf = (id: string) => id + ${JSON.stringify('x'.repeat(33_000))};`;
  expect(await refusalsOf(entry, long)).toEqual([
    expect.stringMatching(`^${ENTRY} \\(size\\) The code has 33\\d\\d\\d characters, more than 32768$`),
  ]);
});
