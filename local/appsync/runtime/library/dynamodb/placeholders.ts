import type { AttributeValue } from './attribute-values.ts';

/** What a DynamoDB expression's `#name` and `:value` stand for. Two things never share a placeholder. */
export class Placeholders {
  readonly expressionNames: Record<string, string> = {};
  readonly expressionValues: Record<string, AttributeValue> = {};

  /** The placeholder of an attribute name: always the same for the same name. */
  name(attribute: string): string {
    const placeholder = `#${safe(attribute)}`;
    for (let number = 1; ; number += 1) {
      const candidate = number === 1 ? placeholder : `${placeholder}_${number}`;
      const taken = Object.hasOwn(this.expressionNames, candidate) ? this.expressionNames[candidate] : undefined;
      if (taken !== undefined && taken !== attribute) continue;
      this.expressionNames[candidate] = attribute;
      return candidate;
    }
  }

  /** A placeholder of its own for a value, after `hint` where that is free. */
  value(hint: string, value: AttributeValue): string {
    const placeholder = `:${safe(hint)}`;
    for (let number = 1; ; number += 1) {
      const candidate = number === 1 ? placeholder : `${placeholder}_${number}`;
      if (Object.hasOwn(this.expressionValues, candidate)) continue;
      this.expressionValues[candidate] = value;
      return candidate;
    }
  }
}

/** Placeholders have letters, digits and underscores only. */
function safe(text: string): string {
  return text.replace(/[^a-zA-Z0-9_]/g, '_');
}
