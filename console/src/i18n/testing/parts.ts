import { createIntl } from 'react-intl';
import * as v from 'valibot';

/** A part of a message, as ICU's grammar has them: a text, a value that is put in, a choice among texts, or a tag around some. */
export interface Part {
  type: number;
  value?: string | undefined;
  options?: Record<string, { value: Part[] }> | undefined;
  children?: Part[] | undefined;
}

const Part: v.GenericSchema<unknown, Part> = v.object({
  type: v.number(),
  value: v.optional(v.string()),
  options: v.optional(v.record(v.string(), v.object({ value: v.array(v.lazy(() => Part)) }))),
  children: v.optional(v.array(v.lazy(() => Part))),
});

/** What the numbers of a part's type mean. */
export const TYPE = { text: 0, value: 1, number: 2, date: 3, time: 4, select: 5, plural: 6, pound: 7, tag: 8 } as const;

const { getMessageFormat } = createIntl({ locale: 'en' }).formatters;

/** The parts of a message. @throws where it is not in ICU's grammar */
export function partsOf(message: string): Part[] {
  return v.parse(v.array(Part), getMessageFormat(message, 'en').getAst());
}

/** What has to be given to a message for it to be said, and which choices it knows: `count: number`, `role: OPERATOR|VIEWER|other`, `link: tag`. */
export function needsOf(parts: readonly Part[]): string[] {
  return [...new Set(parts.flatMap(needsOfPart))].sort();
}

function needsOfPart({ type, value = '', options = {}, children = [] }: Part): string[] {
  const inside = [...Object.values(options).flatMap((option) => needsOf(option.value)), ...needsOf(children)];
  switch (type) {
    case TYPE.text:
    case TYPE.pound:
      return inside;
    case TYPE.value:
      return [`${value}: value`, ...inside];
    case TYPE.number:
    case TYPE.plural:
      // Which of its plurals a language tells apart, and whether it does here, is its own affair.
      return [`${value}: number`, ...inside];
    case TYPE.date:
    case TYPE.time:
      return [`${value}: time`, ...inside];
    case TYPE.select:
      return [`${value}: ${Object.keys(options).sort().join('|')}`, ...inside];
    case TYPE.tag:
      return [`${value}: tag`, ...inside];
    default:
      throw new Error(`A part of the unknown type ${type}`);
  }
}

/** Each way in which a message can be said, with `filling` for each value that is put in. */
export function sayings(parts: readonly Part[], filling = '0'): string[] {
  return parts.reduce<string[]>(
    (before, part) => before.flatMap((start) => sayingsOfPart(part, filling).map((end) => start + end)),
    [''],
  );
}

function sayingsOfPart({ type, value = '', options, children }: Part, filling: string): string[] {
  if (type === TYPE.text) return [value];
  if (options) return Object.values(options).flatMap((option) => sayings(option.value, filling));
  return children ? sayings(children, filling) : [filling];
}
