import { resolve } from 'node:path';
import appsync from '@aws-appsync/eslint-plugin';
import { Linter } from 'eslint';
import ts from 'typescript';
import tseslint from 'typescript-eslint';

const ROOT = resolve(import.meta.dirname, '../../..');
const PREFIX = '@aws-appsync/';

/** The rules of AppSync's own linter that each of the modules breaks, without its prefix. All are compiled at once, which takes a second. */
export function lint(sources: readonly string[]): string[][] {
  const files = new Map(sources.map((source, index) => [resolve(ROOT, `linted-${index}.ts`), source]));
  const program = compile(files);
  const linter = new Linter();
  const config: Linter.Config[] = [
    {
      files: ['**/*.ts'],
      plugins: { '@aws-appsync': appsync },
      languageOptions: { parser: tseslint.parser, parserOptions: { programs: [program] } },
      rules: Object.fromEntries(Object.keys(appsync.rules ?? {}).map((rule) => [`${PREFIX}${rule}`, 'error'])),
    },
  ];
  return [...files].map(([file, source]) => {
    const messages = linter.verify(source, config, { filename: file });
    return [...new Set(messages.map(({ ruleId, message }) => (ruleId ?? message).slice(PREFIX.length)))].sort();
  });
}

/** The names of its rules. */
export const linterRules: readonly string[] = Object.keys(appsync.rules ?? {});

function compile(files: ReadonlyMap<string, string>): ts.Program {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noEmit: true,
    strict: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const withFiles: ts.CompilerHost = {
    ...host,
    fileExists: (path) => files.has(path) || host.fileExists(path),
    readFile: (path) => files.get(path) ?? host.readFile(path),
    getSourceFile(path, language, ...rest) {
      const source = files.get(path);
      if (source === undefined) return host.getSourceFile(path, language, ...rest);
      return ts.createSourceFile(path, source, language, true);
    },
  };
  return ts.createProgram([...files.keys()], options, withFiles);
}
