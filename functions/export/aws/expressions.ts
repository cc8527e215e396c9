import { marshall } from '@aws-sdk/util-dynamodb';
import type { Seen } from '../ports.ts';

/** What is to become of the attributes of an item. One that is set to undefined is removed. */
export interface Update {
  set?: Readonly<Record<string, unknown>>;
  remove?: readonly string[];
  add?: Readonly<Record<string, number>>;
}

/** What is asked of DynamoDB: expressions, and the names and values in them. */
export class Expressions {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, unknown> = {};

  /** A place-holder for a name, as one may be a word that DynamoDB reserves. */
  name(name: string): string {
    const placeholder = `#${name}`;
    this.names[placeholder] = name;
    return placeholder;
  }

  value(value: unknown): string {
    const placeholder = `:${Object.keys(this.values).length}`;
    this.values[placeholder] = value;
    return placeholder;
  }

  /** The `UpdateExpression` of a change. */
  update({ set = {}, remove = [], add = {} }: Update): string {
    const present = Object.entries(set).filter(([, value]) => value !== undefined);
    const absent = Object.keys(set).filter((name) => set[name] === undefined);
    const clauses: [keyword: string, terms: string[]][] = [
      ['SET', present.map(([name, value]) => `${this.name(name)} = ${this.value(value)}`)],
      ['REMOVE', [...remove, ...absent].map((name) => this.name(name))],
      ['ADD', Object.entries(add).map(([name, value]) => `${this.name(name)} ${this.value(value)}`)],
    ];
    return clauses
      .filter(([, terms]) => terms.length > 0)
      .map(([keyword, terms]) => `${keyword} ${terms.join(', ')}`)
      .join(' ');
  }

  /** The `ConditionExpression` of every change that a worker makes: its lease holds, and the export is as it was seen. */
  seen({ status, deletedAt }: Seen, owner: string): string {
    const lease = `${this.name('lease')}.${this.name('owner')} = ${this.value(owner)}`;
    const deleted = `${deletedAt === undefined ? 'attribute_not_exists' : 'attribute_exists'}(${this.name('deletedAt')})`;
    return `${lease} AND ${this.name('status')} = ${this.value(status)} AND ${deleted}`;
  }

  /** Names and values, as a request has them. */
  get attributes() {
    const hasValues = Object.keys(this.values).length > 0;
    return {
      ExpressionAttributeNames: this.names,
      ...(hasValues && { ExpressionAttributeValues: marshall(this.values, { removeUndefinedValues: true }) }),
    };
  }
}
