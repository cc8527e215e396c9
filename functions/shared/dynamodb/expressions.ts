import { marshall } from '@aws-sdk/util-dynamodb';

/** What is to become of the attributes of an item. One that is set to undefined is removed. */
export interface Update {
  set?: Readonly<Record<string, unknown>>;
  remove?: readonly string[];
  add?: Readonly<Record<string, number>>;
}

/**
 * The expressions of one request to DynamoDB, and the names and values in them. Source: Amazon DynamoDB Developer Guide, "Using expressions in
 * DynamoDB".
 */
export class Expressions {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, unknown> = {};

  /** A place-holder for a name, as one may be a word that DynamoDB reserves. */
  name(name: string): string {
    const placeholder = `#${name}`;
    this.names[placeholder] = name;
    return placeholder;
  }

  /** A place-holder for a value. */
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

  /** The names and values of all expressions so far, as members of a request. */
  get attributes() {
    const hasValues = Object.keys(this.values).length > 0;
    return {
      ExpressionAttributeNames: this.names,
      ...(hasValues && { ExpressionAttributeValues: marshall(this.values, { removeUndefinedValues: true }) }),
    };
  }
}
