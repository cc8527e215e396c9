import { parse, type AnyNode, type CallExpression, type ObjectExpression } from 'acorn';
import { full } from 'acorn-walk';
import type { ApiArtifact } from '../artifacts.ts';

const MODULE = '@aws-appsync/utils/dynamodb';

/** The DynamoDB action of each function of the module. */
const actionOf: Readonly<Record<string, string>> = {
  get: 'GetItem',
  put: 'PutItem',
  update: 'UpdateItem',
  remove: 'DeleteItem',
  query: 'Query',
  scan: 'Scan',
  batchGet: 'BatchGetItem',
  batchPut: 'BatchWriteItem',
  batchDelete: 'BatchWriteItem',
  transactGet: 'GetItem',
};
/** "Using IAM with DynamoDB transactions": a transaction needs the action of each of its items. */
const transactionActionOf: Readonly<Record<string, string>> = {
  putItem: 'PutItem',
  updateItem: 'UpdateItem',
  deleteItem: 'DeleteItem',
  conditionCheck: 'ConditionCheckItem',
};

/** The DynamoDB action of each operation of a request that is written out, or of an item of a transaction . */
const operationActionOf: Readonly<Record<string, string>> = {
  GetItem: 'GetItem',
  PutItem: 'PutItem',
  UpdateItem: 'UpdateItem',
  DeleteItem: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Query: 'Query',
  Scan: 'Scan',
  BatchGetItem: 'BatchGetItem',
  BatchPutItem: 'BatchWriteItem',
  BatchDeleteItem: 'BatchWriteItem',
};

/** What code may ask of DynamoDB: actions, such as `GetItem`, and logical names of tables that it names itself. */
export interface Access {
  actions: ReadonlySet<string>;
  tables: ReadonlySet<string>;
}

/**
 * What a bundle may ask of DynamoDB, by the functions that it imports and the requests that it writes out.
 *
 * "Handling a condition check failure" (AppSync): when the condition of a put, update or remove fails, AppSync reads the item, which takes GetItem.
 * @throws where the module is imported as a whole, so that it cannot be told what is used of it
 */
export function accessOf(bundle: string): Access {
  const actions = new Set<string>();
  const functions = new Map<string, string>();
  const calls: CallExpression[] = [];
  const names: string[] = [];
  full(parse(bundle, { ecmaVersion: 'latest', sourceType: 'module' }), (node) => {
    for (const [local, imported] of importsOf(node)) functions.set(local, imported);
    if (node.type === 'CallExpression') calls.push(node);
    if (node.type === 'Property' && node.key.type === 'Identifier') names.push(node.key.name);
    if (node.type === 'ObjectExpression') for (const action of writtenOut(node)) actions.add(action);
  });
  for (const name of functions.values()) {
    const action = actionOf[name];
    if (action) actions.add(action);
    if (name === 'transactWrite') {
      for (const item of names) if (transactionActionOf[item]) actions.add(transactionActionOf[item]);
    }
  }
  if (calls.some((call) => isConditionalWrite(call, functions))) actions.add('GetItem');
  const tables = [...bundle.matchAll(/__TABLE_(.*?)__/g)].map(([, table = '']) => table);
  return { actions, tables: new Set(tables) };
}

/** Where the rights of a DynamoDB data source are not exactly those that the code on it needs. */
export function findWrongAccess({
  dataSources,
  functions,
  resolvers,
}: Omit<ApiArtifact, 'schema' | 'tables'>): string[] {
  const code = [
    ...Object.values(functions),
    ...Object.values(resolvers).filter((resolver) => resolver.kind === 'UNIT'),
  ];
  return Object.entries(dataSources).flatMap(([name, source]) => {
    if (source.type !== 'AMAZON_DYNAMODB') return [];
    const access = code.filter(({ dataSource }) => dataSource === name).map((each) => accessOf(each.code));
    const actions = new Set(access.flatMap((each) => [...each.actions].map((action) => `dynamodb:${action}`)));
    const tables = new Set([source.table, ...access.flatMap((each) => [...each.tables])]);
    return [
      ...difference(actions, source.actions).map((action) => `data source ${name} lacks the action ${action}`),
      ...difference(source.actions, actions).map((action) => `data source ${name} has ${action}, which no code needs`),
      ...difference(tables, source.tables).map((table) => `data source ${name} lacks the table ${table}`),
      ...difference(source.tables, tables).map(
        (table) => `data source ${name} has the table ${table}, which no code names`,
      ),
    ];
  });
}

/** Pairs of local and imported name. */
function importsOf(node: AnyNode): [string, string][] {
  if (node.type !== 'ImportDeclaration' || node.source.value !== MODULE) return [];
  return node.specifiers.map((specifier): [string, string] => {
    if (specifier.type !== 'ImportSpecifier' || specifier.imported.type !== 'Identifier') {
      throw new Error(`Import the functions of ${MODULE} by name: what is used of it decides what its role may do`);
    }
    return [specifier.local.name, specifier.imported.name];
  });
}

/** The actions of `{ operation: '…', … }`. An item of a transaction names its table; what does not is a request of its own. */
function writtenOut({ properties }: ObjectExpression): string[] {
  const members = new Map(
    properties.flatMap((property): [string, AnyNode][] =>
      property.type === 'Property' && property.key.type === 'Identifier' ? [[property.key.name, property.value]] : [],
    ),
  );
  const operation = members.get('operation');
  const name = operation?.type === 'Literal' && typeof operation.value === 'string' ? operation.value : '';
  const action = operationActionOf[name];
  if (action === undefined) return [];
  const readsAfterFailure =
    ['PutItem', 'UpdateItem', 'DeleteItem'].includes(action) &&
    !members.has('table') &&
    (members.has('condition') || properties.some(({ type }) => type === 'SpreadElement'));
  return readsAfterFailure ? [action, 'GetItem'] : [action];
}

function isConditionalWrite({ callee, arguments: [input] }: CallExpression, functions: ReadonlyMap<string, string>) {
  if (callee.type !== 'Identifier' || !['put', 'update', 'remove'].includes(functions.get(callee.name) ?? ''))
    return false;
  // What is not written out may have a condition.
  if (input?.type !== 'ObjectExpression') return true;
  return input.properties.some(
    (property) =>
      property.type === 'SpreadElement' || (property.key.type === 'Identifier' && property.key.name === 'condition'),
  );
}

function difference(some: Iterable<string>, others: Iterable<string>): string[] {
  const known = new Set(others);
  return [...some].filter((each) => !known.has(each));
}
