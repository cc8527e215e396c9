import type {
  AnyNode,
  CatchClause,
  ForInStatement,
  ForOfStatement,
  Identifier,
  Program,
  VariableDeclaration,
} from 'acorn';

export type FunctionNode = Extract<
  AnyNode,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
>;

/** What a name stands for. */
export interface Binding {
  readonly kind: 'import' | 'function' | 'variable' | 'parameter' | 'class';
  /** The function that the name is declared as or initialized with, or any other initial value; `undefined` without one. */
  readonly value: AnyNode | undefined;
  /** The function that a parameter is one of. */
  readonly owner?: AnyNode;
}

/** A use of a name, in the order of the text. */
export interface Reference {
  readonly node: Identifier;
  /** `undefined` for a global. */
  readonly binding: Binding | undefined;
  readonly isWrite: boolean;
}

interface Scopes {
  readonly references: ReadonlyMap<AnyNode, Reference>;
  /** Every name that is declared anywhere. */
  readonly declared: ReadonlySet<string>;
}

interface Scope {
  readonly names: Map<string, Binding>;
  readonly parent: Scope | undefined;
  readonly isFunction: boolean;
}

/** Tells for every name in a module what it stands for. */
export function resolveScopes(program: Program): Scopes {
  const resolver = new Resolver();
  resolver.visit(program, { names: new Map(), parent: undefined, isFunction: true });
  return resolver.resolve();
}

/** Nodes that have names of their own. */
const BLOCKS: readonly string[] = ['BlockStatement', 'ForStatement', 'SwitchStatement'];

class Resolver {
  private readonly uses: { node: Identifier; scope: Scope; isWrite: boolean }[] = [];
  private readonly declared = new Set<string>();

  /** Names are resolved last, for functions and `var` may be used above their declaration. */
  resolve(): Scopes {
    const references = this.uses.map(({ node, scope, isWrite }): [AnyNode, Reference] => [
      node,
      { node, binding: lookUp(node.name, scope), isWrite },
    ]);
    return { references: new Map(references), declared: this.declared };
  }

  visit(node: AnyNode, scope: Scope): void {
    if (node.type === 'Identifier') this.use(node, scope, false);
    else if (isFunction(node)) this.visitFunction(node, scope);
    else if (node.type === 'VariableDeclaration') this.visitVariables(node, scope);
    else if (node.type === 'AssignmentExpression') {
      this.visitTarget(node.left, scope);
      this.visit(node.right, scope);
    } else if (node.type === 'UpdateExpression') this.visitTarget(node.argument, scope);
    else if (node.type === 'ForInStatement' || node.type === 'ForOfStatement')
      this.visitLoop(node, inner(scope, false));
    else if (node.type === 'CatchClause') this.visitCatch(node, inner(scope, false));
    else if (node.type === 'ImportDeclaration') {
      for (const { local } of node.specifiers) this.declare(local.name, { kind: 'import', value: node }, scope);
    } else if (node.type === 'ExportNamedDeclaration' && !node.declaration) {
      for (const { local } of node.source ? [] : node.specifiers) this.visit(local, scope);
    } else {
      if (isClass(node) && node.id) this.declare(node.id.name, { kind: 'class', value: node }, scope);
      const own = BLOCKS.includes(node.type) ? inner(scope, false) : scope;
      for (const child of usedBy(node)) this.visit(child, own);
    }
  }

  private visitVariables({ kind, declarations }: VariableDeclaration, scope: Scope): void {
    const target = kind === 'var' ? functionScope(scope) : scope;
    for (const { id, init } of declarations) {
      const value = id.type === 'Identifier' ? (init ?? undefined) : undefined;
      this.declarePattern(id, { kind: 'variable', value }, target, scope);
      if (init) this.visit(init, scope);
    }
  }

  private visitLoop({ left, right, body }: ForInStatement | ForOfStatement, scope: Scope): void {
    if (left.type === 'VariableDeclaration') this.visit(left, scope);
    else this.visitTarget(left, scope);
    this.visit(right, scope);
    this.visit(body, scope);
  }

  private visitCatch({ param, body }: CatchClause, scope: Scope): void {
    if (param) this.declarePattern(param, { kind: 'parameter', value: undefined }, scope, scope);
    this.visit(body, scope);
  }

  private visitFunction(node: FunctionNode, scope: Scope): void {
    const own = inner(scope, true);
    if (node.id) {
      this.declare(node.id.name, { kind: 'function', value: node }, node.type === 'FunctionDeclaration' ? scope : own);
    }
    for (const parameter of node.params) {
      this.declarePattern(parameter, { kind: 'parameter', value: undefined, owner: node }, own, own);
    }
    for (const child of node.body.type === 'BlockStatement' ? node.body.body : [node.body]) this.visit(child, own);
  }

  /** What an assignment writes to. */
  private visitTarget(target: AnyNode, scope: Scope): void {
    if (target.type === 'Identifier') this.use(target, scope, true);
    else if (isPattern(target))
      this.visitPattern(target, scope, (name) => {
        this.use(name, scope, true);
      });
    else this.visit(target, scope);
  }

  private declarePattern(pattern: AnyNode, binding: Binding, target: Scope, scope: Scope): void {
    if (pattern.type === 'Identifier') this.declare(pattern.name, binding, target);
    else
      this.visitPattern(pattern, scope, ({ name }) => {
        this.declare(name, { ...binding, value: undefined }, target);
      });
  }

  /** Calls `take` with every name that a pattern binds, and visits the expressions in it. */
  private visitPattern(pattern: AnyNode, scope: Scope, take: (name: Identifier) => void): void {
    if (pattern.type === 'Identifier') take(pattern);
    else if (pattern.type === 'ObjectPattern') {
      for (const property of pattern.properties) {
        if (property.type === 'Property' && property.computed) this.visit(property.key, scope);
        this.visitPattern(property.type === 'Property' ? property.value : property.argument, scope, take);
      }
    } else if (pattern.type === 'ArrayPattern') {
      for (const element of pattern.elements) if (element) this.visitPattern(element, scope, take);
    } else if (pattern.type === 'AssignmentPattern') {
      this.visitPattern(pattern.left, scope, take);
      this.visit(pattern.right, scope);
    } else if (pattern.type === 'RestElement') this.visitPattern(pattern.argument, scope, take);
    else this.visit(pattern, scope);
  }

  private declare(name: string, binding: Binding, scope: Scope): void {
    this.declared.add(name);
    scope.names.set(name, binding);
  }

  private use(node: Identifier, scope: Scope, isWrite: boolean): void {
    this.uses.push({ node, scope, isWrite });
  }
}

function isPattern({ type }: AnyNode): boolean {
  return type === 'ObjectPattern' || type === 'ArrayPattern' || type === 'AssignmentPattern' || type === 'RestElement';
}

function inner(parent: Scope, isFunction: boolean): Scope {
  return { names: new Map(), parent, isFunction };
}

function functionScope(scope: Scope): Scope {
  return scope.isFunction || !scope.parent ? scope : functionScope(scope.parent);
}

function lookUp(name: string, scope: Scope | undefined): Binding | undefined {
  return scope && (scope.names.get(name) ?? lookUp(name, scope.parent));
}

/** Of the nodes that a node consists of, those in which a name is a use of what it stands for. */
function usedBy(node: AnyNode): AnyNode[] {
  if (node.type === 'MemberExpression') return node.computed ? [node.object, node.property] : [node.object];
  if (node.type === 'Property' || node.type === 'MethodDefinition' || node.type === 'PropertyDefinition') {
    return childrenOf(node).filter((child) => child !== node.key || node.computed);
  }
  if (isClass(node)) return childrenOf(node).filter((child) => child !== node.id);
  if (node.type === 'LabeledStatement') return [node.body];
  const namesOther = ['ExportAllDeclaration', 'BreakStatement', 'ContinueStatement', 'MetaProperty'];
  return namesOther.includes(node.type) ? [] : childrenOf(node);
}

/** The nodes that a node consists of, in the order of the text. */
export function childrenOf(node: AnyNode): AnyNode[] {
  const members: unknown[] = Object.values(node);
  return members.flatMap((member): unknown[] => (Array.isArray(member) ? member : [member])).filter(isNode);
}

export function isFunction(node: AnyNode | null | undefined): node is FunctionNode {
  return (
    node?.type === 'FunctionDeclaration' ||
    node?.type === 'FunctionExpression' ||
    node?.type === 'ArrowFunctionExpression'
  );
}

function isClass(node: AnyNode): node is Extract<AnyNode, { type: 'ClassDeclaration' | 'ClassExpression' }> {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}

function isNode(value: unknown): value is AnyNode {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
  );
}
