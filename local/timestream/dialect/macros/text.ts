import { variadic } from './numbers.ts';

/**
 * "String functions", "Regular expression functions" and "Conditional functions" in the Timestream Developer Guide, as macros. Positions
 * count from 1, and from the end where they are negative.
 */

const beyond = 'start = 0 OR abs(start) > length(text)';

const substring = (name: string): string =>
  `${name}(text, start) AS CASE WHEN ${beyond} THEN '' ELSE system.main.substring(text, start) END,
   (text, start, size) AS
     CASE WHEN ${beyond} OR size <= 0 THEN '' ELSE system.main.substring(text, start, size) END`;

/** In Java `$1` stands for a group and `\$` for a dollar; in DuckDB `\1` and `$` do. */
const REPLACEMENT = String.raw`replace(
  system.main.regexp_replace(system.main.replace(replacement, '\$', chr(1)), '\$(\d)', '\\\1', 'g'), chr(1), '$')`;

export const TEXT_MACROS: readonly string[] = [
  ...['substr', 'substring'].map(substring),
  `split(text, delimiter) AS string_split(text, delimiter)`,
  `split_part(text, delimiter, n) AS CASE
     WHEN n < 1 THEN error('Index must be greater than zero')
     WHEN n > len(string_split(text, delimiter)) THEN NULL
     ELSE system.main.split_part(text, delimiter, n) END`,
  `replace(text, search) AS system.main.replace(text, search, ''),
   (text, search, replacement) AS system.main.replace(text, search, replacement)`,
  `codepoint(x) AS unicode(x)`,
  `hamming_distance(a, b) AS hamming(a, b)`,
  `levenshtein_distance(a, b) AS levenshtein(a, b)`,
  variadic('concat', (names) => names.join(' || ')),
  `regexp_like(text, pattern) AS regexp_matches(text, pattern)`,
  `regexp_extract(text, pattern) AS ts_regexp_group(text, pattern, 0), (text, pattern, n) AS ts_regexp_group(text, pattern, n)`,
  `regexp_extract_all(text, pattern) AS system.main.regexp_extract_all(text, pattern),
   (text, pattern, n) AS system.main.regexp_extract_all(text, pattern, n)`,
  `regexp_replace(text, pattern) AS system.main.regexp_replace(text, pattern, '', 'g'),
   (text, pattern, replacement) AS system.main.regexp_replace(text, pattern, ts_replacement(replacement), 'g')`,
  `regexp_split(text, pattern) AS string_split_regex(text, pattern)`,
  `ts_if(condition, a) AS CASE WHEN condition THEN a END, (condition, a, b) AS CASE WHEN condition THEN a ELSE b END`,
];

/** Those that the macros above are made of. */
export const TEXT_HELPERS: readonly string[] = [
  `ts_regexp_group(text, pattern, n) AS
     CASE WHEN regexp_matches(text, pattern) THEN system.main.regexp_extract(text, pattern, n) END`,
  `ts_replacement(replacement) AS system.main.${REPLACEMENT}`,
];
