import { literal } from '../storage/sql.ts';
import type { CsvDialect } from './options.ts';

/** What makes a field be quoted, besides the delimiter, and so that a line break or an empty text can be told from the end of a row and from null. */
const BREAKS = ['\n', '\r'];

/** The characters that numbers, booleans, dates and times may have as text. */
const PLAIN = /[\w .:+-]/;

/**
 * The SQL of a text expression as a field of a CSV file, NULL where it is NULL.
 * As documented ("UNLOAD concepts", FIELD_DELIMITER and ESCAPED_BY): a value with the delimiter is quoted with `"`; the quote and the escape
 * character in a value have the escape character before them, whether the value is quoted or not. Not documented, and so decided here: values with
 * line breaks and empty values are quoted too; NULL is a field of no characters.
 */
export function csvField(value: string, { delimiter, escape }: CsvDialect): string {
  const has = (characters: readonly string[]) =>
    characters.map((each) => `contains(${value}, ${sqlText(each)})`).join(' OR ');
  const escaped = [escape, '"'].reduce(
    (text, each) => `replace(${text}, ${sqlText(each)}, ${sqlText(escape + each)})`,
    value,
  );
  return `CASE WHEN ${has([delimiter, ...BREAKS])} OR ${value} = '' THEN '"' || ${escaped} || '"'
    WHEN ${has([escape, '"'])} THEN ${escaped} ELSE ${value} END`;
}

/** Whether the text of a value that is no text, such as a number, may need quotes or escapes. */
export function mayClash({ delimiter, escape }: CsvDialect): boolean {
  return PLAIN.test(delimiter) || PLAIN.test(escape);
}

/** The first line of a file with a header, by the rules of {@link csvField}. */
export function headerLine(names: readonly string[], { delimiter, escape }: CsvDialect): Buffer {
  const fields = names.map((name) => {
    const escaped = name.replaceAll(escape, () => escape + escape).replaceAll('"', () => `${escape}"`);
    const isQuoted = name === '' || [delimiter, ...BREAKS].some((each) => name.includes(each));
    return isQuoted ? `"${escaped}"` : escaped;
  });
  return Buffer.from(`${fields.join(delimiter)}\n`);
}

function sqlText(text: string): string {
  return BREAKS.includes(text) ? `chr(${text.charCodeAt(0)})` : literal(text);
}
