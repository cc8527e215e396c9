import { invalid } from '../../errors.ts';
import { at, isNode, list, text } from '../tree.ts';
import type { Tree, TreeNode } from '../tree.ts';
import { functionName, integerConstant, named, plainCall } from './rule.ts';

/**
 * UNNEST in FROM. A time series and an array of rows become a column for each of their fields, which DuckDB does when it is told so: the
 * number of columns that the query names tells it.
 */
export function unnested(node: TreeNode): TreeNode | undefined {
  const source = at(node, 'function');
  if (text(at(node, 'type')) !== 'TABLE_FUNCTION' || functionName(source) !== 'unnest') return undefined;
  const items = list(at(source, 'children')).filter(isNode);
  const isNumbered = at(node, 'with_ordinality') === 'WITH_ORDINALITY';
  const columns = list(at(node, 'column_name_alias'));
  const width = columns.length - (isNumbered ? 1 : 0);
  const isOfRows = width > items.length;
  if (items.length === 0 || width < items.length || (isOfRows && items.length > 1 && width !== 2 * items.length))
    throw invalid('UNNEST is supported here with the names of all its columns: UNNEST(series) AS t(time, value)');
  const selected = items.map((item) => unnest(item, isOfRows));
  return {
    type: 'SUBQUERY',
    alias: at(node, 'alias') ?? '',
    sample: null,
    subquery: { node: select([...selected, ...(isNumbered ? [ordinality(items)] : [])]), named_param_map: [] },
    column_name_alias: columns,
  };
}

function unnest(item: TreeNode, isOfRows: boolean): TreeNode {
  return plainCall('unnest', isOfRows ? [item, named(integerConstant(2), 'max_depth')] : [item]);
}

/** The position of a row, from 1. */
function ordinality(items: readonly TreeNode[]): TreeNode {
  const lengths = items.map((item) => plainCall('len', [item]));
  const [first] = lengths;
  const most = lengths.length === 1 && first ? first : plainCall('greatest', lengths);
  return plainCall('unnest', [plainCall('generate_series', [integerConstant(1), most])]);
}

function select(items: readonly Tree[]): TreeNode {
  return {
    type: 'SELECT_NODE',
    modifiers: [],
    cte_map: { map: [] },
    select_list: items,
    from_table: { type: 'EMPTY', alias: '', sample: null },
    where_clause: null,
    group_expressions: [],
    group_sets: [],
    aggregate_handling: 'STANDARD_HANDLING',
    having: null,
    sample: null,
    qualify: null,
  };
}
