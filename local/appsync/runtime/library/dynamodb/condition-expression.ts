import * as v from 'valibot';
import { LibraryError } from '../../run.ts';
import { anyRecord, read } from '../arguments.ts';
import { toAttributeValueWithSets, type AttributeValue } from './attribute-values.ts';
import { Placeholders } from './placeholders.ts';

export interface Expression {
  expression: string;
  expressionNames: Readonly<Record<string, string>>;
  /** Left out where the expression has none. */
  expressionValues?: Readonly<Record<string, AttributeValue>>;
}

const COMPARATORS: Readonly<Record<string, string>> = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' };
const FUNCTIONS: Readonly<Record<string, string>> = {
  contains: 'contains',
  notContains: 'NOT contains',
  beginsWith: 'begins_with',
};
const TYPES: Readonly<Record<string, string>> = {
  _null: 'NULL',
  string: 'S',
  stringSet: 'SS',
  number: 'N',
  numberSet: 'NS',
  binary: 'B',
  binarySet: 'BS',
  boolean: 'BOOL',
  list: 'L',
  map: 'M',
};

/**
 * A filter or condition object as an expression ("Transformation helpers in util.transform", `DynamoDBFilterObject`). Fields and
 * operators are joined by AND.
 * @throws {LibraryError} on a field without an operator: a condition that vanishes would let through what it should stop
 */
export function toConditionExpression(name: string, filter: unknown): Expression {
  const placeholders = new Placeholders();
  const expression = new Conditions(name, placeholders).filter(read(name, anyRecord, filter), '').join(' AND ');
  const { expressionNames, expressionValues } = placeholders;
  return { expression, expressionNames, ...valuesIfAny(expressionValues) };
}

export function valuesIfAny(values: Readonly<Record<string, AttributeValue>>): Pick<Expression, 'expressionValues'> {
  return Object.keys(values).length > 0 ? { expressionValues: values } : {};
}

/** The key condition of a query: `eq` on the partition key, one operator on the sort key. */
export function toKeyCondition(query: unknown): Expression {
  const name = 'query';
  const placeholders = new Placeholders();
  const conditions = new Conditions(name, placeholders);
  const clauses = Object.entries(read(name, anyRecord, query)).map(([field, operators]) => {
    const entries = Object.entries(read(`${name}: ${field}`, anyRecord, operators));
    const [entry] = entries;
    if (!entry || entries.length > 1) throw new LibraryError(`${name}: ${field} takes exactly one operator`);
    return conditions.clause(placeholders.name(field), field, entry);
  });
  if (clauses.length === 0) throw new LibraryError(`${name}: no key condition`);
  const { expressionNames, expressionValues } = placeholders;
  return { expression: clauses.join(' AND '), expressionNames, expressionValues };
}

class Conditions {
  readonly #name: string;
  readonly #placeholders: Placeholders;

  constructor(name: string, placeholders: Placeholders) {
    this.#name = name;
    this.#placeholders = placeholders;
  }

  /**
   * Clauses, each in one pair of parentheses: DynamoDB refuses a second.
   * @param prefix before the placeholders of values, so that they tell where in the filter they come from
   */
  filter(filter: Readonly<Record<string, unknown>>, prefix: string): string[] {
    const clauses = Object.entries(filter).flatMap(([key, value]) => {
      if (key === 'and' || key === 'or') return [this.#group(key, value, prefix)];
      if (key === 'not') return [`(NOT ${joined(this.filter(this.#record(key, value), `${prefix}not_`), 'AND')})`];
      return this.#field(this.#placeholders.name(key), `${prefix}${key}`, this.#record(key, value));
    });
    if (clauses.length === 0) throw new LibraryError(`${this.#name}: an empty condition`);
    return clauses;
  }

  /** One operator of a field. */
  clause(path: string, hint: string, [operator, operand]: readonly [string, unknown]): string {
    const comparator = COMPARATORS[operator];
    if (comparator) return `${path} ${comparator} ${this.#value(hint, operator, operand)}`;
    const named = FUNCTIONS[operator];
    if (named) return `${named}(${path},${this.#value(hint, operator, operand)})`;
    switch (operator) {
      case 'between': {
        const [low, high] = read(`${this.#name}: between`, v.pipe(v.array(v.unknown()), v.length(2)), operand);
        return `${path} BETWEEN ${this.#value(hint, 'between_1', low)} AND ${this.#value(hint, 'between_2', high)}`;
      }
      case 'in': {
        const values = read(`${this.#name}: in`, v.pipe(v.array(v.unknown()), v.minLength(1)), operand);
        return `${path} IN (${values.map((value, index) => this.#value(hint, `in_${index}`, value)).join(', ')})`;
      }
      case 'attributeExists':
        return `${read(`${this.#name}: attributeExists`, v.boolean(), operand) ? 'attribute_exists' : 'attribute_not_exists'}(${path})`;
      case 'attributeType': {
        const type = TYPES[read(`${this.#name}: attributeType`, v.picklist(Object.keys(TYPES)), operand)];
        return `attribute_type(${path},${this.#value(hint, operator, type)})`;
      }
      default:
        throw new LibraryError(`${this.#name}: unknown operator ${operator}`);
    }
  }

  #group(key: 'and' | 'or', value: unknown, prefix: string): string {
    const parts = Array.isArray(value) ? value : [value];
    if (parts.length === 0) throw new LibraryError(`${this.#name}: ${key} is empty`);
    const clauses = parts.map((part, index) =>
      joined(this.filter(this.#record(key, part), `${prefix}${key}_${index}_`), 'AND'),
    );
    return joined(clauses, key === 'and' ? 'AND' : 'OR');
  }

  #field(path: string, hint: string, operators: Readonly<Record<string, unknown>>): string[] {
    const clauses = Object.entries(operators).flatMap(([operator, operand]) => {
      if (operator === 'size') return this.#field(`size(${path})`, `${hint}_size`, this.#record('size', operand));
      if (isOperator(operator)) return [`(${this.clause(path, hint, [operator, operand])})`];
      const nested = `${path}.${this.#placeholders.name(operator)}`;
      return this.#field(nested, `${hint}_${operator}`, this.#record(operator, operand));
    });
    if (clauses.length === 0) {
      throw new LibraryError(`${this.#name}: a field without an operator, or with an undefined operand`);
    }
    return clauses;
  }

  #record(key: string, value: unknown): Readonly<Record<string, unknown>> {
    return read(`${this.#name}: ${key}`, anyRecord, value);
  }

  #value(hint: string, operator: string, value: unknown): string {
    return this.#placeholders.value(`${hint}_${operator}`, toAttributeValueWithSets(value));
  }
}

/** Clauses as one clause. */
function joined(clauses: readonly string[], by: 'AND' | 'OR'): string {
  return clauses.length === 1 ? clauses.join('') : `(${clauses.join(` ${by} `)})`;
}

function isOperator(name: string): boolean {
  return (
    name in COMPARATORS || name in FUNCTIONS || ['between', 'in', 'attributeExists', 'attributeType'].includes(name)
  );
}
