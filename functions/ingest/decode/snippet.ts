const LENGTH = 80;

/** The beginning of a value as JSON, for a sentence about it: escapes what is not printable. */
export function snippet(value: unknown): string {
  const short = typeof value === 'string' && value.length > LENGTH ? value.slice(0, LENGTH) : value;
  const text = JSON.stringify(short) as string | undefined;
  if (text === undefined) return String(value);
  return text.length > LENGTH + 2 || short !== value ? `${text.slice(0, LENGTH)}…` : text;
}
