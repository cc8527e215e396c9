import * as v from 'valibot';
import { anyNames } from '../../../shared/record.ts';

/** An item as DynamoDB's API has it, and as AppSync gives it to handlers. */
export type WireItem = Readonly<Record<string, WireValue>>;
export type PlainItem = Readonly<Record<string, unknown>>;

export interface WireValue {
  S?: string;
  N?: string;
  B?: string;
  BOOL?: boolean;
  NULL?: true;
  SS?: string[];
  NS?: string[];
  BS?: string[];
  L?: WireValue[];
  M?: Record<string, WireValue>;
}

const number = v.pipe(v.union([v.number(), v.string()], 'Expected a number'), v.transform(String));

const typedValues: Readonly<Record<string, v.GenericSchema<unknown, WireValue>>> = {
  S: v.strictObject({ S: v.string() }),
  N: v.strictObject({ N: number }),
  B: v.strictObject({ B: v.string() }),
  BOOL: v.strictObject({ BOOL: v.boolean() }),
  NULL: v.strictObject({
    NULL: v.pipe(
      v.nullable(v.boolean()),
      v.transform(() => true as const),
    ),
  }),
  SS: v.strictObject({ SS: v.array(v.string()) }),
  NS: v.strictObject({ NS: v.array(number) }),
  BS: v.strictObject({ BS: v.array(v.string()) }),
  L: v.strictObject({ L: v.lazy(() => v.array(wireValue)) }),
  M: v.strictObject({ M: v.lazy(() => wireItem) }),
};
const untypedValue = v.custom<WireValue>(() => false, 'Expected a typed value, such as { "S": "text" }');

/**
 * A typed value as handlers write it ("Type system (request mapping)"): numbers may be numbers, and NULL may hold `null`.
 * Becomes what DynamoDB's API takes.
 */
const wireValue: v.GenericSchema<unknown, WireValue> = v.lazy((value) => {
  const [type = ''] = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return Object.hasOwn(typedValues, type) ? (typedValues[type] ?? untypedValue) : untypedValue;
});

export const wireItem: v.GenericSchema<unknown, WireItem> = anyNames(wireValue);

/** An item as DynamoDB answers it, which need not be looked into again: its values are the service's own, and there are many. */
export const storedItem = v.custom<WireItem>(
  (value) => typeof value === 'object' && value !== null,
  'Expected an item',
);

/** "Type system (response mapping)": numbers become numbers and sets become lists. */
export function toPlainItem(item: WireItem): PlainItem {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toPlain(value)]));
}

/** Plain values as typed ones: lists and objects never become sets. */
export function toWireItem(item: PlainItem): WireItem {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toWire(value)]));
}

/** Whether two items hold the same: sets in any order, numbers by value. */
export function sameItem(first: WireItem, second: WireItem, ignored: readonly string[]): boolean {
  const names = new Set([...Object.keys(first), ...Object.keys(second)].filter((name) => !ignored.includes(name)));
  return [...names].every((name) => canonical(first[name]) === canonical(second[name]));
}

function toPlain(value: WireValue): unknown {
  if (value.N !== undefined) return Number(value.N);
  if (value.NS) return value.NS.map(Number);
  if (value.L) return value.L.map(toPlain);
  if (value.M) return toPlainItem(value.M);
  return value.S ?? value.B ?? value.BOOL ?? value.SS ?? value.BS ?? null;
}

function toWire(value: unknown): WireValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(toWire) };
  if (typeof value !== 'object' || value === null) return { NULL: true };
  return { M: { ...toWireItem({ ...value }) } };
}

function canonical(value: WireValue | undefined): string {
  if (!value) return '';
  const { N, SS, NS, BS, L, M } = value;
  if (N !== undefined) return `N ${Number(N)}`;
  if (NS) return `NS ${NS.map(Number).sort().join(' ')}`;
  if (SS ?? BS) return JSON.stringify({ SS: SS?.toSorted(), BS: BS?.toSorted() });
  if (L) return `L [${L.map(canonical).join(',')}]`;
  if (!M) return JSON.stringify(value);
  const members = Object.keys(M)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(M[name])}`);
  return `M {${members.join(',')}}`;
}
