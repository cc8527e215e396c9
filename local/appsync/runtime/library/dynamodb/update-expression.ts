import * as v from 'valibot';
import { LibraryError } from '../../run.ts';
import { anyRecord, read } from '../arguments.ts';
import { isSet, toAttributeValueWithSets, type AttributeValue } from './attribute-values.ts';
import { valuesIfAny, type Expression } from './condition-expression.ts';

const operation = v.variant('type', [
  v.object({ type: v.picklist(['OPERATION_ADD', 'OPERATION_REPLACE']), value: v.unknown() }),
  v.object({ type: v.literal('OPERATION_REMOVE') }),
  v.object({ type: v.picklist(['OPERATION_INCREMENT', 'OPERATION_DECREMENT']), by: v.number() }),
  v.object({ type: v.picklist(['OPERATION_APPEND', 'OPERATION_PREPEND']), items: v.array(v.unknown()) }),
]);
type Operation = v.InferOutput<typeof operation>;
const listItem = v.object({
  type: v.literal('OPERATION_UPDATE_LIST_ITEM'),
  item: v.unknown(),
  index: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/**
 * `update` of the DynamoDB module as an update expression. A plain value is set, `null` too; of a plain object only the members
 * that it has; `undefined` is left alone. Placeholders are numbered in the order of the expression, which has what is set before what is removed.
 */
export function toUpdateExpression(update: unknown): Expression {
  const actions = actionsOf(read('update', anyRecord, update), []);
  if (actions.length === 0) throw new LibraryError('update: nothing to update');
  const writer = new UpdateWriter();
  const clauses = (['SET', 'REMOVE'] as const).flatMap((keyword) => {
    const written = actions.filter((action) => action.keyword === keyword).map((action) => writer.write(action));
    return written.length > 0 ? [`${keyword} ${written.join(', ')}`] : [];
  });
  return { expression: clauses.join(' '), ...writer.placeholders() };
}

interface Action {
  keyword: 'SET' | 'REMOVE';
  /** Names of attributes, from the item's inwards. */
  path: readonly string[];
  /** The action on the attribute at `path`; `value` makes a placeholder. */
  write: (path: string, value: (value: unknown) => string) => string;
}

function actionsOf(object: Readonly<Record<string, unknown>>, parent: readonly string[]): Action[] {
  return Object.entries(object).flatMap(([name, value]) => actionsAt([...parent, name], value));
}

function actionsAt(path: readonly string[], value: unknown): Action[] {
  const marked = v.safeParse(operation, value);
  if (marked.success) return [operationAt(path, marked.output)];
  const items = v.safeParse(v.pipe(v.array(listItem), v.minLength(1)), value);
  if (items.success) return items.output.map(({ item, index }) => set(path, item, `[${index}]`));
  return isPlainObject(value) ? actionsOf(value, path) : [set(path, value)];
}

function operationAt(path: readonly string[], marked: Operation): Action {
  switch (marked.type) {
    case 'OPERATION_ADD':
    case 'OPERATION_REPLACE':
      return set(path, marked.value);
    case 'OPERATION_REMOVE':
      return { keyword: 'REMOVE', path, write: (at) => at };
    case 'OPERATION_INCREMENT':
      return { keyword: 'SET', path, write: (at, value) => `${at} = ${at} + ${value(marked.by)}` };
    case 'OPERATION_DECREMENT':
      return { keyword: 'SET', path, write: (at, value) => `${at} = ${at} - ${value(marked.by)}` };
    case 'OPERATION_APPEND':
      return { keyword: 'SET', path, write: (at, value) => `${at} = list_append(${at}, ${value(marked.items)})` };
    case 'OPERATION_PREPEND':
      return { keyword: 'SET', path, write: (at, value) => `${at} = list_append(${value(marked.items)}, ${at})` };
  }
}

function set(path: readonly string[], newValue: unknown, index = ''): Action {
  return { keyword: 'SET', path, write: (at, value) => `${at}${index} = ${value(newValue)}` };
}

class UpdateWriter {
  /** Placeholders by the path they end, as JSON. */
  readonly #names = new Map<string, { placeholder: string; name: string }>();
  readonly #values: AttributeValue[] = [];

  write({ path, write }: Action): string {
    const at = path.map((name, index) => this.#name(name, JSON.stringify(path.slice(0, index + 1)))).join('.');
    return write(at, (value) => `:expValue_${this.#values.push(toAttributeValueWithSets(value))}`);
  }

  placeholders(): Omit<Expression, 'expression'> {
    const names = [...this.#names.values()].map(({ placeholder, name }): [string, string] => [placeholder, name]);
    return {
      expressionNames: Object.fromEntries(names),
      ...valuesIfAny(Object.fromEntries(this.#values.map((value, index) => [`:expValue_${index + 1}`, value]))),
    };
  }

  #name(name: string, path: string): string {
    const known = this.#names.get(path);
    if (known) return known.placeholder;
    const placeholder = `#expName_${this.#names.size + 1}`;
    this.#names.set(path, { placeholder, name });
    return placeholder;
  }
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isSet(value);
}
