const LENGTH = 80;

/**
 * The beginning of a value as JSON, for a sentence about it: escapes what is not printable. Of an object or an array it says only that it is one,
 * for a sensor's JSON may be nested deeper than anything recursive can follow.
 */
export function snippet(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : 'an array';
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0 ? '{}' : 'an object';
  if (typeof value !== 'string') return String(value);
  const text = JSON.stringify(value.slice(0, LENGTH));
  return text.length > LENGTH + 2 || value.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text;
}
