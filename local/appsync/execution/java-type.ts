/** The type of a value as AppSync, which runs on a JVM, names it. */
export function javaType(value: unknown): string {
  if (typeof value === 'string') return 'String';
  if (typeof value === 'boolean') return 'Boolean';
  if (typeof value === 'number')
    return !Number.isInteger(value) ? 'Double' : value === (value | 0) ? 'Integer' : 'Long';
  return Array.isArray(value) ? 'ArrayList' : 'LinkedHashMap';
}

/** The type of a value as graphql-js shows it in a message, where strings are in quotes. */
export function javaTypeOfText(text: string): string {
  if (text.startsWith('"')) return 'String';
  if (text === 'true' || text === 'false') return 'Boolean';
  if (text.startsWith('[')) return 'ArrayList';
  return text.startsWith('{') ? 'LinkedHashMap' : javaType(Number(text));
}
