import type { AnyNode } from 'acorn';
import { finding, START, type Finding } from './code-rejected.ts';
import { functionNamed, isFunction, type FunctionNode, type ParsedProgram } from './program.ts';
import { keyOf } from './syntax-rules.ts';

/** An exported name, and the node that has its value. */
export interface Export {
  readonly name: string;
  readonly local: string;
  readonly node: AnyNode;
}

const HANDLERS = ['request', 'response'];

/** What a module exports by name. */
export function exportsOf({ program }: ParsedProgram): Export[] {
  return program.body.flatMap((node): Export[] => {
    if (node.type !== 'ExportNamedDeclaration' || node.source) return [];
    const { declaration } = node;
    if (!declaration) {
      return node.specifiers.map(({ local, exported }) => ({
        name: keyOf(exported),
        local: keyOf(local),
        node: local,
      }));
    }
    if (declaration.type !== 'VariableDeclaration') {
      return [{ name: declaration.id.name, local: declaration.id.name, node: declaration }];
    }
    return declaration.declarations.flatMap(({ id, init }) =>
      id.type === 'Identifier' ? [{ name: id.name, local: id.name, node: init ?? id }] : [],
    );
  });
}

/** Exports of another form than AppSync takes, and handlers that are missing or no functions. */
export function findExportErrors(code: ParsedProgram): Finding[] {
  const findings: Finding[] = [];
  for (const node of code.program.body) {
    const isOther = node.type === 'ExportDefaultDeclaration' || node.type === 'ExportAllDeclaration';
    if (isOther || (node.type === 'ExportNamedDeclaration' && node.source)) {
      findings.push(finding(node, 'exports', 'Export the functions request and response'));
    }
  }
  const exported = exportsOf(code);
  for (const handler of HANDLERS) {
    const found = exported.find(({ name }) => name === handler);
    if (!found) {
      findings.push({ place: START, rule: 'exports', message: `The code does not export ${handler}` });
    } else if (!functionOf(found.node, code)) {
      findings.push(finding(found.node, 'exports', `The export ${handler} is not a function`));
    }
  }
  return findings;
}

/** Changes of the context itself: what is in its members may be changed, its members may not. */
export function findContextChanges(code: ParsedProgram): Finding[] {
  return exportsOf(code)
    .filter(({ name }) => HANDLERS.includes(name))
    .flatMap(({ node }) => {
      const context = functionOf(node, code)?.params[0];
      return context?.type === 'Identifier' ? changesOf(context.name, functionOf(node, code), code) : [];
    });
}

function changesOf(name: string, handler: FunctionNode | undefined, code: ParsedProgram): Finding[] {
  const rule = 'no-disallowed-re-assignment';
  return [...code.references.values()].flatMap(({ node, binding, isWrite }) => {
    if (binding?.kind !== 'parameter' || binding.owner !== handler || node.name !== name) return [];
    if (isWrite) return [finding(node, rule, `${name} cannot be assigned to`)];
    const member = code.parents.get(node);
    if (member?.type !== 'MemberExpression' || member.object !== node || !isChanged(member, code)) return [];
    return [finding(member, rule, `The members of ${name} cannot be changed`)];
  });
}

function isChanged(member: AnyNode, { parents }: ParsedProgram): boolean {
  const parent = parents.get(member);
  if (!parent) return false;
  if (parent.type === 'UnaryExpression') return parent.operator === 'delete';
  if (parent.type === 'Property') return parents.get(parent)?.type === 'ObjectPattern' && parent.value === member;
  if (parent.type === 'UpdateExpression' || parent.type === 'ArrayPattern' || parent.type === 'RestElement')
    return true;
  return (
    'left' in parent &&
    parent.left === member &&
    parent.type !== 'BinaryExpression' &&
    parent.type !== 'LogicalExpression'
  );
}

function functionOf(node: AnyNode, code: ParsedProgram): FunctionNode | undefined {
  return isFunction(node) ? node : functionNamed(node, code);
}
