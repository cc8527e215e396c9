import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import appsync from '@aws-appsync/eslint-plugin';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { expect, it } from 'vitest';
import { buildApi } from './api.ts';
import { temporaryFolder } from './testing/project.ts';

/** What AppSync's own linter says of bundles, by name. Some of its rules ask for types, so that the bundles must be files of a TypeScript project. */
async function lint(bundles: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = await temporaryFolder();
  await Promise.all(Object.entries(bundles).map(([name, code]) => writeFile(join(folder, `${name}.js`), code)));
  const compilerOptions = { allowJs: true, noEmit: true, module: 'preserve', target: 'esnext', types: [] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.js'] }));
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: {
      plugins: { '@aws-appsync': appsync },
      languageOptions: {
        parser: tseslint.parser,
        parserOptions: { project: './tsconfig.json', tsconfigRootDir: folder },
      },
      rules: Object.fromEntries(Object.keys(appsync.rules ?? {}).map((rule) => [`@aws-appsync/${rule}`, 'error'])),
    },
  });
  const results = await eslint.lintFiles(['*.js']);
  expect(results).toHaveLength(Object.keys(bundles).length);
  return results.flatMap(({ filePath, messages }) =>
    messages.map(
      ({ line, ruleId, message }) => `${filePath.slice(folder.length + 1)}:${line} ${ruleId ?? ''} ${message}`,
    ),
  );
}

/** Every bundle is parsed with its types: minutes on a busy machine. */
const TIMEOUT_MS = 180_000;

it('finds nothing in the bundles of the API', { timeout: TIMEOUT_MS }, async () => {
  const { functions, resolvers } = await buildApi(resolve(import.meta.dirname, '..'));
  const all = { ...functions, ...resolvers };
  expect(await lint(Object.fromEntries(Object.entries(all).map(([name, { code }]) => [name, code])))).toEqual([]);
});

it('finds what AppSync refuses', async () => {
  expect(await lint({ bad: 'export function request() { while (1) { request(); } }\n' })).toEqual([
    expect.stringMatching(/^bad\.js:1 @aws-appsync\/no-(recursion|while) /) as string,
    expect.stringMatching(/^bad\.js:1 @aws-appsync\/no-(recursion|while) /) as string,
  ]);
});
