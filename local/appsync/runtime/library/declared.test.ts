import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { run } from '../../testing/evaluate.ts';
import { builtIns } from '../features.ts';
import { loadCode } from '../index.ts';
import { refusedName } from '../run.ts';
import { library, moduleTable, type LibraryPart } from './index.ts';

/** What is there under its name only to be refused, and why. */
const REFUSED_FUNCTIONS = { 'util.rds.toJsonObject': 'there is no data source of relational databases' };
const REFUSED_MODULES = {
  '@aws-appsync/utils/rds': 'there is no data source of relational databases',
  '@aws-appsync/utils/ai': 'there is no data source of language models',
};

const packageFolder = resolve(import.meta.dirname, '../../../../node_modules/@aws-appsync/utils');
const files = { '@aws-appsync/utils': 'index.d.ts', '@aws-appsync/utils/dynamodb': 'dynamodb-helpers.d.ts' };

/** Names of all functions that a module's values have, by their path. */
function declaredFunctions(file: string): string[] {
  const path = resolve(packageFolder, 'lib', file);
  const program = ts.createProgram([path], { strict: true, skipLibCheck: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(path);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${file} declares no module`);

  function functionsOf(symbol: ts.Symbol, parent: string): string[] {
    const name = `${parent}${symbol.name}`;
    const type = checker.getTypeOfSymbol(symbol);
    if (type.getCallSignatures().length > 0) return [name];
    return type.getProperties().flatMap((member) => functionsOf(member, `${name}.`));
  }
  return checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter((symbol) => symbol.flags & ts.SymbolFlags.Value)
    .flatMap((symbol) => functionsOf(symbol, ''))
    .sort();
}

function functionsIn(part: LibraryPart, path: string): { name: string; part: LibraryPart }[] {
  if (typeof part === 'function') return [{ name: path, part }];
  return Object.entries(part).flatMap(([name, inner]) => functionsIn(inner, path === '' ? name : `${path}.${name}`));
}

describe('the library has what the declarations of @aws-appsync/utils have, and nothing else', () => {
  it.each(Object.entries(files))('%s', (module, file) => {
    const declared = declaredFunctions(file);
    expect(declared.length).toBeGreaterThan(20);
    const part = Object.entries(library).find(([name]) => name === module)?.[1] ?? {};
    const present = functionsIn(part, '').map(({ name }) => name);
    expect(present.sort()).toEqual(declared);
  });

  it('has the modules of the package', () => {
    const names = readdirSync(packageFolder).flatMap((name) => (name.endsWith('.js') ? [name.slice(0, -3)] : []));
    const modules = names.map((name) => `@aws-appsync/utils${name === 'index' ? '' : `/${name}`}`);
    expect(Object.keys(moduleTable).sort()).toEqual(modules.sort());
  });

  it('has console, which the declarations leave to the language ("Supported runtime features")', () => {
    expect(Object.keys(library.console).sort()).toEqual([...builtIns.console.statics].sort());
  });
});

describe('what is refused by name', () => {
  const all = functionsIn(library['@aws-appsync/utils'], '').concat(
    functionsIn(library['@aws-appsync/utils/dynamodb'], 'ddb'),
  );

  it('is this list', () => {
    const refused = all.flatMap(({ part }) => refusedName(part) ?? []);
    expect(refused.sort()).toEqual(Object.keys(REFUSED_FUNCTIONS).sort());
    const modules = Object.entries(moduleTable).flatMap(([name, exported]) => (exported ? [] : [name]));
    expect(modules.sort()).toEqual(Object.keys(REFUSED_MODULES).sort());
  });

  it.each(Object.keys(REFUSED_FUNCTIONS))('%s says so when it is called', (name) => {
    expect(run(`const { rds } = util; return rds.${name.replace('util.rds.', '')}('');`).error).toMatchObject({
      errorType: 'Code',
      message: expect.stringContaining(`not supported here: ${name}`) as string,
    });
  });

  it.each(Object.keys(REFUSED_MODULES))('%s says so when it is imported', (name) => {
    const code = `import { select } from '${name}';\nexport function request() {}\nexport function response() {}`;
    expect(() => loadCode(code, 'code.js')).toThrow(name);
  });
});
