import { at, list, text } from '../tree.ts';
import type { Tree, TreeNode } from '../tree.ts';
import { call, functionName, named, plainCall } from './rule.ts';

/** The points of a group in order of time. */
export function createTimeSeries(node: TreeNode): TreeNode | undefined {
  if (functionName(node) !== 'create_time_series') return undefined;
  const [time, value] = list(at(node, 'children'));
  if (time === undefined || value === undefined) return undefined;
  const moment: TreeNode = {
    class: 'CAST',
    type: 'OPERATOR_CAST',
    alias: '',
    child: time,
    cast_type: { id: 'TIMESTAMP_NS', type_info: null },
    try_cast: false,
  };
  const point = plainCall('struct_pack', [named(moment, 'time'), named(plainCall('ts_present', [value]), 'value')]);
  const order = { type: 'ASCENDING', null_order: 'ORDER_DEFAULT', expression: time };
  const points = {
    ...plainCall('array_agg', [point]),
    filter: at(node, 'filter') ?? null,
    order_bys: { type: 'ORDER_MODIFIER', orders: [order] },
  };
  return call(node, 'ts_series', [points]);
}

const INTERPOLATIONS = ['interpolate_linear', 'interpolate_locf', 'interpolate_fill'];

/** A list of moments gives a time series, a single one a value. DuckDB does not choose by type, so the moments' form tells. */
export function interpolation(node: TreeNode): TreeNode | undefined {
  const name = functionName(node);
  if (!INTERPOLATIONS.includes(name)) return undefined;
  const children = list(at(node, 'children'));
  return call(node, `${name.replace('interpolate', 'ts')}${isArray(children[1]) ? '_series' : ''}`, children);
}

const ARRAY_FUNCTIONS = [
  'sequence',
  'ts_sequence',
  'array_agg',
  'array_sort',
  'list_filter',
  'list_transform',
  'slice',
];

function isArray(node: Tree | undefined): boolean {
  const type = text(at(node, 'type'));
  return type === 'ARRAY_CONSTRUCTOR' || type === 'COLUMN_REF' || ARRAY_FUNCTIONS.includes(functionName(node));
}
