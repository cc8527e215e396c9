import MagicString from 'magic-string';
import type { AnyNode, ImportDeclaration } from 'acorn';
import { exportsOf } from './handler-rules.ts';
import { isFunction, parseProgram, type ParsedProgram } from './program.ts';
import { keyOf } from './syntax-rules.ts';

/** A value that the script is given for a name that the module imported. */
export interface ImportedBinding {
  readonly local: string;
  readonly module: string;
  /** `*` for the whole module. */
  readonly imported: string;
}

/** Text that the script has and the module has not: before which column of which line, from 1 and 0, and how long it is. */
interface Insertion {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** A module as a script: an expression whose value is a function of the guard and the imports that returns the handlers. */
export interface Script {
  readonly text: string;
  readonly imports: readonly ImportedBinding[];
  /** Characters before the module's own on the first line. */
  readonly prefixLength: number;
  /** The column in the module of a column in the script. Both from 1. */
  columnOf(line: number, column: number): number;
}

/**
 * Rewrites good code into a script with the same lines: imports become parameters, exports the returned object, and whatever can go on for long asks
 * the guard first (`realm-script.ts`).
 */
export function toScript(source: string): Script {
  const code = parseProgram(source);
  const editor = new Editor(source);
  const imports: ImportedBinding[] = [];
  for (const node of code.program.body) {
    if (node.type === 'ImportDeclaration') {
      imports.push(...bindings(node));
      editor.blank(node.start, node.end);
    }
    if (node.type === 'ExportNamedDeclaration') editor.blank(node.start, node.declaration?.start ?? node.end);
  }
  const guard = freeName(code);
  for (const node of code.nodes) addGuard(node, code, guard, editor);
  const handlers = exportsOf(code).map(({ name, local }) => `${JSON.stringify(name)}: ${local}`);
  const parameters = [guard, ...imports.map(({ local }) => local)].join(', ');
  const prefix = `(function (${parameters}) { 'use strict'; `;
  return {
    text: `${prefix}${editor.text()}\nreturn { ${handlers.join(', ')} }; })`,
    imports,
    prefixLength: prefix.length,
    columnOf: (line, column) => editor.columnOf(line, column),
  };
}

/** A name that the code neither declares nor, being good code, uses. */
function freeName({ declared }: ParsedProgram): string {
  let name = '__guard';
  while (declared.has(name)) name = `_${name}`;
  return name;
}

function addGuard(node: AnyNode, code: ParsedProgram, guard: string, editor: Editor): void {
  if (node.type === 'ForOfStatement') editor.wrap(node.right, `${guard}.of(`, ')');
  if (node.type === 'ForInStatement') editor.wrap(node.right, `${guard}.in(`, ')');
  if (node.type === 'SpreadElement' && code.parents.get(node)?.type !== 'ObjectExpression') {
    editor.wrap(node.argument, `${guard}.all(`, ')');
  }
  if (isFunction(node)) {
    if (node.body.type === 'BlockStatement') editor.insert(node.body.start + 1, ` ${guard}.step();`);
    else editor.wrap(node.body, `(${guard}.step(), `, ')');
  }
}

function bindings(node: ImportDeclaration): ImportedBinding[] {
  const module = String(node.source.value);
  return node.specifiers.map((specifier) => ({
    local: specifier.local.name,
    module,
    imported: specifier.type === 'ImportSpecifier' ? keyOf(specifier.imported) : '*',
  }));
}

/** Changes text without moving its lines, and knows what that does to columns. */
class Editor {
  private readonly edited: MagicString;
  private readonly source: string;
  private readonly lineStarts: readonly number[];
  private readonly insertions: Insertion[] = [];

  constructor(source: string) {
    this.source = source;
    this.edited = new MagicString(source);
    const starts = [0];
    for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
    this.lineStarts = starts;
  }

  text(): string {
    return this.edited.toString();
  }

  /** Spaces instead of text. */
  blank(start: number, end: number): void {
    if (start < end) this.edited.overwrite(start, end, this.source.slice(start, end).replace(/[^\n]/g, ' '));
  }

  insert(at: number, text: string): void {
    this.edited.appendRight(at, text);
    this.note(at, text);
  }

  wrap({ start, end }: AnyNode, before: string, after: string): void {
    // Outer ones come first: they open before what is there already, and close after.
    this.edited.appendRight(start, before).prependLeft(end, after);
    this.note(start, before);
    this.note(end, after);
  }

  columnOf(line: number, column: number): number {
    let inserted = 0;
    for (const insertion of this.insertions.filter((one) => one.line === line).sort((a, b) => a.column - b.column)) {
      if (column - 1 < insertion.column + inserted + insertion.length) break;
      inserted += insertion.length;
    }
    return column - inserted;
  }

  private note(at: number, { length }: string): void {
    const next = this.lineStarts.findIndex((start) => start > at);
    const line = next < 0 ? this.lineStarts.length : next;
    this.insertions.push({ line, column: at - (this.lineStarts[line - 1] ?? 0), length });
  }
}
