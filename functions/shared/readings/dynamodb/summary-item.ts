import { digitsOf, textOf } from './item.ts';
import type { Hour } from './keys.ts';
import { HOURS_A_DAY, parseSortKey } from './keys.ts';
import type { Item } from './table.ts';

/** The summaries that the item of a day has, packed, by hour; the version is that of the blocks they are of. @throws TypeError where the item is not one of summaries */
export function summariesIn(item: Item): { hour: Hour; bytes: Uint8Array; version: number }[] {
  const key = parseSortKey(textOf(item, 'sk'));
  if (key.kind !== 'summaries')
    throw new TypeError(`The item with the sort key ${textOf(item, 'sk')} has no summaries`);
  return Array.from({ length: HOURS_A_DAY }, (_, hourOfDay) => {
    const names = summaryNames(hourOfDay);
    const bytes = item[names.summary]?.B;
    if (!bytes) return [];
    return [{ hour: key.day * HOURS_A_DAY + hourOfDay, bytes, version: Number(digitsOf(item, names.version)) }];
  }).flat();
}

/** The attributes of the item of a day that have the summary of one of its hours. */
export function summaryNames(hourOfDay: number): { summary: string; version: string } {
  const digits = hourOfDay.toString().padStart(2, '0');
  return { summary: `h${digits}`, version: `v${digits}` };
}
