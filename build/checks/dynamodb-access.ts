import { parse, type AnyNode, type CallExpression, type ObjectExpression } from 'acorn';
import { full } from 'acorn-walk';
import { remember } from '../../local/appsync/remember.ts';
import { constantsOf, membersOf, type Constants } from './constants.ts';

/** More than the API has: of a build after a change, most bundles are those of the one before. */
const REMEMBERED = 1000;
const MODULE = '@aws-appsync/utils/dynamodb';

/** The DynamoDB action of each function of the module that acts on the data source's own table. */
const ownActionOf: Readonly<Record<string, string>> = {
  get: 'GetItem',
  put: 'PutItem',
  update: 'UpdateItem',
  remove: 'DeleteItem',
  query: 'Query',
  scan: 'Scan',
};
/** The DynamoDB action of each function of the module, and of each operation, whose request names the tables in `tables`. */
const batchActionOf: Readonly<Record<string, string>> = {
  batchGet: 'BatchGetItem',
  batchPut: 'BatchWriteItem',
  batchDelete: 'BatchWriteItem',
  BatchGetItem: 'BatchGetItem',
  BatchPutItem: 'BatchWriteItem',
  BatchDeleteItem: 'BatchWriteItem',
};
/** "Using IAM with DynamoDB transactions": a transaction needs the action of each of its items. These are the items of `transactWrite`. */
const itemActionOf: Readonly<Record<string, string>> = {
  putItem: 'PutItem',
  updateItem: 'UpdateItem',
  deleteItem: 'DeleteItem',
  conditionCheck: 'ConditionCheckItem',
};
/** The DynamoDB action of each operation of a request that is written out, or of an item of such a transaction. */
const operationActionOf: Readonly<Record<string, string>> = {
  GetItem: 'GetItem',
  PutItem: 'PutItem',
  UpdateItem: 'UpdateItem',
  DeleteItem: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Query: 'Query',
  Scan: 'Scan',
};
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];

/** What code may ask of DynamoDB: actions, such as `GetItem`. */
export interface Access {
  /** On the data source's own table. */
  own: ReadonlySet<string>;
  /** On the tables that it names itself, by their logical names. */
  named: ReadonlyMap<string, ReadonlySet<string>>;
  /** What cannot be told, and how to write it so that it can. */
  unclear: readonly string[];
}

/**
 * What a bundle may ask of DynamoDB, by the functions that it imports and the requests that it writes out. Every object that looks like an item of a
 * transaction counts as one, wherever it is made.
 *
 * "Handling a condition check failure" (AppSync): when the condition of a put, update or remove fails, AppSync reads the item, which takes GetItem.
 */
export const accessOf = remember(REMEMBERED, (bundle: string): Access => {
  const program = parse(bundle, { ecmaVersion: 'latest', sourceType: 'module' });
  const needs = new Needs(constantsOf(program));
  const functions = new Map<string, string>();
  const calls: CallExpression[] = [];
  const objects: ObjectExpression[] = [];
  full(program, (node) => {
    for (const [local, imported] of importsOf(node, needs)) functions.set(local, imported);
    if (node.type === 'CallExpression') calls.push(node);
    if (node.type === 'ObjectExpression') objects.push(node);
  });

  for (const name of functions.values()) if (ownActionOf[name]) needs.own.add(ownActionOf[name]);
  for (const call of calls) calledFor(call, functions, needs);
  const imported = [...functions.values()];
  if (imported.includes('transactWrite')) for (const object of objects) itemsOf(object, needs);
  for (const object of objects) writtenOut(object, needs);
  if (imported.includes('transactGet') || objects.some((object) => needs.operationOf(object) === 'TransactGetItems')) {
    readTogether(objects, needs);
  }
  for (const [placeholder, table = ''] of bundle.matchAll(/__TABLE_(.*?)__/g)) {
    if (!needs.named.has(table) && needs.unclear.size === 0) {
      needs.unclear.add(`it cannot be told what ${placeholder} is asked for: ${HOW}`);
    }
  }
  return { own: needs.own, named: needs.named, unclear: [...needs.unclear] };
});

const HOW =
  "write the table where it is used, as '__TABLE_<name>__' or as a const of that text whose name is used once";

/** What is found to be needed, bit by bit. */
class Needs {
  readonly own = new Set<string>();
  readonly named = new Map<string, Set<string>>();
  readonly unclear = new Set<string>();
  readonly constants: Constants;
  /** What is an item of `transactWrite`. */
  readonly items = new Set<AnyNode>();

  constructor(constants: Constants) {
    this.constants = constants;
  }

  /** Takes `action` as needed on the table that `node` stands for. @param what that asks for it */
  on(node: AnyNode | undefined, action: string, what: string): void {
    const table = /^__TABLE_(.+)__$/.exec(this.constants.textOf(node) ?? '')?.[1];
    if (table === undefined) {
      this.unclear.add(`it cannot be told which table ${what} is for: ${HOW}`);
      return;
    }
    this.named.set(table, (this.named.get(table) ?? new Set()).add(action));
  }

  operationOf(object: ObjectExpression): string | undefined {
    return this.constants.textOf(membersOf(object).get('operation'));
  }

  /** The object that `node` stands for. */
  objectOf(node: AnyNode | undefined): ObjectExpression | undefined {
    const value = node && this.constants.resolve(node);
    return value?.type === 'ObjectExpression' ? value : undefined;
  }
}

/** Pairs of local and imported name. */
function importsOf(node: AnyNode, needs: Needs): [string, string][] {
  if (node.type !== 'ImportDeclaration' || node.source.value !== MODULE) return [];
  return node.specifiers.flatMap((specifier): [string, string][] => {
    if (specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier')
      return [[specifier.local.name, specifier.imported.name]];
    needs.unclear.add(`import the functions of ${MODULE} by name: what is used of it decides what its role may do`);
    return [];
  });
}

function calledFor({ callee, arguments: [input] }: CallExpression, functions: Map<string, string>, needs: Needs): void {
  const name = callee.type === 'Identifier' ? (functions.get(callee.name) ?? '') : '';
  if (['put', 'update', 'remove'].includes(name) && mayHaveCondition(input)) needs.own.add('GetItem');
  const action = batchActionOf[name];
  if (action) tablesOf(needs.objectOf(input), action, name, needs);
}

/** What is not written out may have a condition. */
function mayHaveCondition(input: AnyNode | undefined): boolean {
  if (input?.type !== 'ObjectExpression') return true;
  return membersOf(input).has('condition') || input.properties.some(({ type }) => type === 'SpreadElement');
}

/** The tables of a batch: the names of the members of its `tables`. */
function tablesOf(request: ObjectExpression | undefined, action: string, what: string, needs: Needs): void {
  const tables = needs.objectOf(request && membersOf(request).get('tables'));
  if (!tables) needs.on(undefined, action, what);
  for (const property of tables?.properties ?? []) {
    const key = property.type === 'Property' ? property.key : undefined;
    needs.on(
      key?.type === 'Identifier' && property.type === 'Property' && !property.computed ? undefined : key,
      action,
      what,
    );
  }
}

/** The items of `transactWrite` in an object: `{ putItem: { table, … } }`. */
function itemsOf(object: ObjectExpression, needs: Needs): void {
  for (const [name, value] of membersOf(object)) {
    const action = itemActionOf[name];
    if (action === undefined) continue;
    const item = needs.objectOf(value);
    if (item) needs.items.add(item);
    needs.on(item && membersOf(item).get('table'), action, `a ${name} of transactWrite`);
  }
}

/** What `{ operation: '…', … }` asks for. An item of a transaction names its table; what does not is a request of its own. */
function writtenOut(object: ObjectExpression, needs: Needs): void {
  const members = membersOf(object);
  const operation = needs.operationOf(object);
  if (operation === undefined) {
    if (members.has('operation') && members.has('table')) {
      needs.unclear.add('it cannot be told which operation an item of a transaction is: write it as a text');
    }
    return;
  }
  const batchAction = batchActionOf[operation];
  if (batchAction) tablesOf(object, batchAction, operation, needs);
  const action = operationActionOf[operation];
  if (action === undefined) return;
  const spread = object.properties.some(({ type }) => type === 'SpreadElement');
  const isItem = operation === 'ConditionCheck' || members.has('table') || (spread && WRITES.includes(operation));
  if (isItem) {
    needs.on(members.get('table'), action, `an item with the operation ${operation}`);
    return;
  }
  needs.own.add(action);
  if (WRITES.includes(action) && members.has('condition')) needs.own.add('GetItem');
}

/** The items of a transaction that reads: they have a table and a key, and no operation. */
function readTogether(objects: readonly ObjectExpression[], needs: Needs): void {
  const items = objects.map(membersOf).filter((members, index) => {
    const object = objects[index];
    return (
      members.has('table') && members.has('key') && !members.has('operation') && object && !needs.items.has(object)
    );
  });
  if (items.length === 0) needs.on(undefined, 'GetItem', 'transactGet');
  for (const members of items) needs.on(members.get('table'), 'GetItem', 'an item of transactGet');
}
