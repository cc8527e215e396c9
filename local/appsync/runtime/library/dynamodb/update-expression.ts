import * as v from 'valibot';
import { LibraryError } from '../../run.ts';
import { anyRecord, read } from '../arguments.ts';
import { isSet, toAttributeValueWithSets } from './attribute-values.ts';
import type { Expression } from './condition-expression.ts';

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
 * that it has; `undefined` is left alone.
 */
export function toUpdateExpression(update: unknown): Expression {
  const writer = new UpdateWriter();
  writer.members(read('update', anyRecord, update), '');
  return writer.expression();
}

class UpdateWriter {
  readonly #sets: string[] = [];
  readonly #removals: string[] = [];
  readonly #names: Record<string, string> = {};
  readonly #values: Expression['expressionValues'][string][] = [];

  members(object: Readonly<Record<string, unknown>>, parent: string): void {
    for (const [name, value] of Object.entries(object)) this.#member(this.#path(name, parent), value);
  }

  expression(): Expression {
    const { length } = this.#sets;
    if (length + this.#removals.length === 0) throw new LibraryError('update: nothing to update');
    const sets = length > 0 ? [`SET ${this.#sets.join(', ')}`] : [];
    const removals = this.#removals.length > 0 ? [`REMOVE ${this.#removals.join(', ')}`] : [];
    return {
      expression: [...sets, ...removals].join(' '),
      expressionNames: this.#names,
      expressionValues: Object.fromEntries(this.#values.map((value, index) => [`:expValue_${index + 1}`, value])),
    };
  }

  #member(path: string, value: unknown): void {
    const marked = v.safeParse(operation, value);
    if (marked.success) {
      this.#operation(path, marked.output);
      return;
    }
    const items = v.safeParse(v.pipe(v.array(listItem), v.minLength(1)), value);
    if (items.success) {
      for (const { item, index } of items.output) this.#set(`${path}[${index}]`, item);
      return;
    }
    if (isPlainObject(value)) this.members(value, `${path}.`);
    else this.#set(path, value);
  }

  #operation(path: string, marked: Operation): void {
    switch (marked.type) {
      case 'OPERATION_ADD':
      case 'OPERATION_REPLACE':
        this.#set(path, marked.value);
        return;
      case 'OPERATION_REMOVE':
        this.#removals.push(path);
        return;
      case 'OPERATION_INCREMENT':
        this.#sets.push(`${path} = ${path} + ${this.#value(marked.by)}`);
        return;
      case 'OPERATION_DECREMENT':
        this.#sets.push(`${path} = ${path} - ${this.#value(marked.by)}`);
        return;
      case 'OPERATION_APPEND':
        this.#sets.push(`${path} = list_append(${path}, ${this.#value(marked.items)})`);
        return;
      case 'OPERATION_PREPEND':
        this.#sets.push(`${path} = list_append(${this.#value(marked.items)}, ${path})`);
        return;
    }
  }

  #set(path: string, value: unknown): void {
    this.#sets.push(`${path} = ${this.#value(value)}`);
  }

  #path(name: string, parent: string): string {
    const placeholder = `#expName_${Object.keys(this.#names).length + 1}`;
    this.#names[placeholder] = name;
    return `${parent}${placeholder}`;
  }

  #value(value: unknown): string {
    return `:expValue_${this.#values.push(toAttributeValueWithSets(value))}`;
  }
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isSet(value);
}
