/** Scripts that are written from right to left. */
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/**
 * Any text as part of a line: no line breaks, no control characters, nothing that turns the direction of what stands around it (Unicode Standard
 * Annex #9), and at most `max` characters.
 */
export function plainText(text: string, max: number): string {
  const line = text
    .replace(/\p{Bidi_Control}|\p{Cs}/gu, '')
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
  const short = shortened(line, max);
  return RIGHT_TO_LEFT.test(short) ? `${FIRST_STRONG_ISOLATE}${short}${POP_DIRECTIONAL_ISOLATE}` : short;
}

/** Cuts between characters as people see them, which may be many code points, though hardly ever more than a few. */
function shortened(line: string, max: number): string {
  if (line.length <= max) return line;
  const characters = Array.from(new Intl.Segmenter().segment(line.slice(0, 8 * max)), ({ segment }) => segment);
  if (characters.length <= max && line.length <= 8 * max) return line;
  return `${characters
    .slice(0, max - 1)
    .join('')
    .trimEnd()}…`;
}
