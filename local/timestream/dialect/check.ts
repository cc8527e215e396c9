import { invalid } from '../errors.ts';
import { ALLOWED_FUNCTIONS, EXTRACT_FIELDS, LAMBDA_FUNCTIONS } from './functions.ts';
import { at, isNode, list, text } from './tree.ts';
import type { Tree, TreeNode } from './tree.ts';

/** Says of a table in a query whether it may be read. Throws ValidationException otherwise. */
export type TableCheck = (database: string, table: string) => void;

/** All that a query may be made of. What DuckDB adds to SQL is not here, so it is refused by its name. */
const CLASSES = new Set(
  `BETWEEN CASE CAST COLUMN_REF COMPARISON CONJUNCTION CONSTANT FUNCTION OPERATOR STAR SUBQUERY WINDOW`.split(' '),
);
const OPERATORS = new Set(
  `OPERATOR_NOT OPERATOR_IS_NULL OPERATOR_IS_NOT_NULL OPERATOR_COALESCE OPERATOR_NULLIF COMPARE_IN COMPARE_NOT_IN
   OPERATOR_TRY GROUPING_FUNCTION ARRAY_EXTRACT ARRAY_CONSTRUCTOR`.split(/\s+/),
);
const NODES = new Set(
  `SELECT_NODE SET_OPERATION_NODE BASE_TABLE JOIN SUBQUERY EXPRESSION_LIST EMPTY TABLE_FUNCTION ORDER_MODIFIER LIMIT_MODIFIER
   DISTINCT_MODIFIER ORDER_DEFAULT ASCENDING DESCENDING STRUCT_TYPE_INFO`.split(/\s+/),
);
const TYPES = new Set('BOOLEAN INTEGER BIGINT DOUBLE VARCHAR DATE TIME TIMESTAMP_NS NULL STRUCT'.split(' '));

/** DuckDB answers these names also where no column has them. */
const SESSION_NAMES = new Set('user current_user session_user current_role current_catalog current_schema'.split(' '));

/** Members of a node that must be as they are where the query does not use what they stand for. */
const UNUSED: Readonly<Record<string, (value: Tree) => boolean>> = {
  qualify: isNull,
  sample: isNull,
  at_clause: isNull,
  aggregate_handling: (value) => value === 'STANDARD_HANDLING',
  distinct_on_targets: isEmpty,
  exclude_list: isEmpty,
  replace_list: isEmpty,
  rename_list: isEmpty,
  qualified_exclude_list: isEmpty,
  columns: (value) => value === false,
  exclude_clause: (value) => value === 'NO_OTHER',
  ref_type: (value) => value === 'REGULAR' || value === 'CROSS',
  materialized: (value) => value === 'CTE_MATERIALIZE_DEFAULT',
};

/** Throws ValidationException unless `node` is a query that Timestream could run too, on tables that `checkTable` admits. */
export function check(node: TreeNode, checkTable: TableCheck): void {
  walk(node, { checkTable, withNames: new Set() });
}

interface Scope {
  readonly checkTable: TableCheck;
  /** Names that WITH has made so far, in lower case. */
  readonly withNames: ReadonlySet<string>;
}

function walk(tree: Tree, scope: Scope): void {
  if (Array.isArray(tree)) for (const each of list(tree)) walk(each, scope);
  if (!isNode(tree)) return;
  checkNode(tree, scope);
  if (text(at(tree, 'type')) === 'TABLE_FUNCTION') {
    walk(at(tree, 'function', 'children') ?? null, scope);
    return;
  }
  const inner = 'cte_map' in tree ? walkWith(at(tree, 'cte_map'), scope) : scope;
  for (const [member, value] of Object.entries(tree))
    if (member !== 'cte_map') walk(member === 'children' ? withoutParameters(tree, value) : value, inner);
}

/** A function that is an argument is checked for what it does; elsewhere DuckDB's parser finds one where JSON is read. */
function withoutParameters(parent: TreeNode, value: Tree): Tree {
  if (!LAMBDA_FUNCTIONS.has(text(at(parent, 'function_name')).toLowerCase())) return value;
  return list(value).map((child) => (isLambda(child) ? (at(child, 'expr') ?? null) : child));
}

/** `x -> …` or `(s, x) -> …`. */
function isLambda(node: Tree): boolean {
  const parameters = at(node, 'lhs');
  const several = text(at(parameters, 'function_name')) === 'row' ? list(at(parameters, 'children')) : [];
  return (
    at(node, 'class') === 'LAMBDA' &&
    [parameters, ...several].every(
      (each) => at(each, 'class') === 'COLUMN_REF' || (each === parameters && several.length > 0),
    )
  );
}

/** Each query of a WITH sees those before it. */
function walkWith(withClause: Tree | undefined, scope: Scope): Scope {
  let inner = scope;
  for (const entry of list(at(withClause, 'map'))) {
    walk(at(entry, 'value') ?? null, inner);
    inner = { ...inner, withNames: new Set([...inner.withNames, text(at(entry, 'key')).toLowerCase()]) };
  }
  return inner;
}

function checkNode(node: TreeNode, scope: Scope): void {
  const type = text(at(node, 'type'));
  const expressionClass = text(at(node, 'class'));
  const id = at(node, 'id');
  if (expressionClass !== '') checkExpression(node, expressionClass, type);
  else if (type !== '' && !NODES.has(type)) throw unsupported(type);
  else if (type === 'BASE_TABLE') checkBaseTable(node, scope);
  else if (type === 'TABLE_FUNCTION') checkTableFunction(node);
  else if (type === 'LIMIT_MODIFIER' && at(node, 'offset') !== null) throw unsupported('OFFSET');
  else if (type === '' && typeof id === 'string' && !TYPES.has(id)) throw unsupported(`type ${id}`);
  for (const [member, isUnused] of Object.entries(UNUSED)) {
    const value = node[member];
    if (value !== undefined && !isUnused(value)) throw unsupported(member);
  }
}

function checkExpression(node: TreeNode, expressionClass: string, type: string): void {
  if (!CLASSES.has(expressionClass)) throw unsupported(expressionClass);
  if (expressionClass === 'OPERATOR' && !OPERATORS.has(type)) throw unsupported(type);
  if (expressionClass === 'FUNCTION' || expressionClass === 'WINDOW') checkFunction(node);
  const names = list(at(node, 'column_names'));
  if (expressionClass === 'COLUMN_REF' && names.length === 1 && SESSION_NAMES.has(text(names[0]).toLowerCase()))
    throw invalid(`Column '${text(names[0])}' does not exist`);
}

function checkFunction(node: TreeNode): void {
  const name = text(at(node, 'function_name')).toLowerCase();
  const isQualified = text(at(node, 'catalog')) !== '' || !['', 'main'].includes(text(at(node, 'schema')));
  if (isQualified || !ALLOWED_FUNCTIONS.has(name)) throw invalid(`Function ${name} is not supported here`);
  if (name === 'date_part') checkExtract(node);
  if (name === 'quantile_disc' && list(at(node, 'children')).length !== 2)
    throw invalid('approx_percentile is supported here with a value and a percentage only');
  const takesDuration = ['bin', 'to_nanoseconds', 'to_milliseconds'].includes(name);
  if (takesDuration && JSON.stringify(at(node, 'children')).includes('"to_months"'))
    throw invalid(`Function ${name} takes no interval of months or years`);
}

function checkExtract(node: TreeNode): void {
  const [part] = list(at(node, 'children'));
  const value = text(at(part, 'value', 'value')).toLowerCase();
  if (!EXTRACT_FIELDS.has(value)) throw unsupported(`EXTRACT(${value.toUpperCase()} …)`);
}

function checkBaseTable(node: TreeNode, { checkTable, withNames }: Scope): void {
  const database = text(at(node, 'schema_name'));
  const table = text(at(node, 'table_name'));
  if (text(at(node, 'catalog_name')) !== '')
    throw invalid(`'${text(at(node, 'catalog_name'))}.${database}.${table}' is no table`);
  if (database === '' && withNames.has(table.toLowerCase())) return;
  if (database === '') throw invalid(`The table '${table}' needs the name of its database: "database"."${table}"`);
  checkTable(database, table);
}

function checkTableFunction(node: TreeNode): void {
  const source = at(node, 'function');
  const name = text(at(source, 'function_name')).toLowerCase();
  if (name !== 'unnest' || text(at(source, 'schema')) !== '' || text(at(source, 'catalog')) !== '')
    throw invalid(`Table function ${name} is not supported here`);
}

function unsupported(what: string) {
  return invalid(`${what.replaceAll('_', ' ')} is not supported here`);
}

function isNull(value: Tree): boolean {
  return value === null;
}

function isEmpty(value: Tree): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
