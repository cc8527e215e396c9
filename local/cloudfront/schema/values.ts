import * as v from 'valibot';
import { AwsError } from '../../shared/aws-error.ts';

/*
 * What elements of CloudFront's XML hold. Each schema takes what was read from XML, where all is text, and what it has made of that itself: records
 * keep configurations as they are answered.
 */

const UNSUPPORTED = 'This is not supported here.';

export const flag = v.pipe(
  v.union([v.boolean(), v.pipe(v.string(), v.trim(), v.picklist(['true', 'false']))], 'Must be true or false'),
  v.transform((value) => value === true || value === 'true'),
);

export const whole = v.pipe(
  v.union(
    [v.number(), v.pipe(v.string(), v.trim(), v.regex(/^\d{1,10}$/), v.transform(Number))],
    'Must be a whole number',
  ),
);

/** A setting that nothing here can have: left out, or empty. */
export const nothing = v.optional(v.literal('', UNSUPPORTED), '');

/** A switch that nothing here can turn on. */
export const off = v.pipe(v.optional(flag, false), v.literal(false, UNSUPPORTED));

/** A list as CloudFront writes it: how many, and the items in elements of one name. */
export type List<Item> = Readonly<{ Quantity: number; Items?: Readonly<Record<string, Item[]>> }>;

export const itemsOf = <Item>({ Items = {} }: List<Item>): Item[] => Object.values(Items).flat();

/** @param name of the items' elements */
export const listed = <Item>(name: string, items: Item[]): List<Item> =>
  items.length === 0 ? { Quantity: 0 } : { Quantity: items.length, Items: { [name]: items } };

/**
 * @param name of the items' elements
 * @throws AwsError InconsistentQuantities
 */
export function listOf<Item>(name: string, item: v.GenericSchema<unknown, Item>): v.GenericSchema<unknown, List<Item>> {
  return v.pipe(
    v.strictObject({ Quantity: whole, Items: itemsNamed(name, item) }),
    v.transform(({ Quantity, Items }) => quantified(name, Quantity, Items)),
  );
}

/** @throws AwsError InconsistentQuantities */
export function quantified<Item>(name: string, Quantity: number, Items: Item[]): List<Item> {
  if (Quantity !== Items.length)
    throw new AwsError('InconsistentQuantities', "The value of Quantity and the size of Items don't match.");
  return listed(name, Items);
}

/** Items in elements of one name, without how many they are: as tags have them. Where there are none, the list around them is empty or missing. */
export function itemsNamed<Item>(name: string, item: v.GenericSchema<unknown, Item>): v.GenericSchema<unknown, Item[]> {
  return v.pipe(
    v.optional(v.union([v.pipe(v.string(), v.trim(), v.literal('')), v.strictObject({ [name]: v.unknown() })]), ''),
    v.transform((items): unknown => (typeof items === 'string' ? [] : items[name])),
    v.transform((items): unknown => (Array.isArray(items) ? items : [items])),
    v.array(item),
  );
}

const NONE = { Quantity: 0 };

/** A list that nothing here can have something in. */
export const noItems = v.optional(
  v.pipe(
    listOf('', v.never(UNSUPPORTED)),
    v.transform((): List<never> => NONE),
  ),
  NONE,
);

/** A list of whom to trust that nothing here can have. */
export const nobody = v.optional(
  v.pipe(
    v.strictObject({ Enabled: off, Quantity: v.pipe(whole, v.literal(0, UNSUPPORTED)), Items: nothing }),
    v.transform(() => ({ Enabled: false, ...NONE })),
  ),
  { Enabled: 'false', Quantity: '0' },
);
