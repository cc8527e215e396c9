import * as v from 'valibot';
import { anyNames } from '../shared/record.ts';
import { invalidParameter } from './errors.ts';
import type { MessageAttributes } from './schema.ts';

const policy = anyNames(v.pipe(v.array(v.string('only exact strings are supported here')), v.minLength(1)));
/** At most so many keys. Source: Amazon SNS Developer Guide, "Filter policy constraints in Amazon SNS". */
const MAXIMUM_KEYS = 5;

/** Whether a message's attributes have, for each key of the policy, one of its values. Throws `InvalidParameter` for what is no policy of exact strings. */
export function filterOf(text: string): (attributes: MessageAttributes) => boolean {
  const parsed = v.safeParse(policy, parseJson(text));
  if (!parsed.success) throw invalidParameter(`FilterPolicy: ${parsed.issues[0].message}`);
  const rules = Object.entries(parsed.output);
  if (rules.length > MAXIMUM_KEYS) throw invalidParameter('FilterPolicy: Filter policy can not have more than 5 keys');
  return (attributes) =>
    rules.every(([key, values]) => {
      const attribute = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
      return attribute !== undefined && valuesOf(attribute).some((value) => values.includes(value));
    });
}

const list = v.pipe(v.string(), v.parseJson(), v.array(v.unknown()));

/** An attribute that says that it is a list and is none has no values. */
function valuesOf({ DataType, StringValue = '' }: MessageAttributes[string]): string[] {
  if (!DataType.startsWith('String.Array')) return DataType.startsWith('String') ? [StringValue] : [];
  const parsed = v.safeParse(list, StringValue);
  return parsed.success ? parsed.output.filter((item) => typeof item === 'string') : [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidParameter('FilterPolicy: failed to parse JSON');
  }
}
