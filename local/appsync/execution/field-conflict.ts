/**
 * Why two fields cannot be merged, from graphql-js's message in graphql-java's words.
 * @param message such as `Fields "a" conflict because "b" and "c" are different fields. Use different aliases …`
 */
export function conflictReason(message: string): string {
  const [, name, reason = ''] = /^Fields "(\w+)" conflict because (.*)\. Use different aliases/s.exec(message) ?? [];
  return name === undefined ? message : `${name}: ${inner(reason)}`;
}

function inner(reason: string): string {
  if (!reason.startsWith('subfields "')) return simple(reason);
  const conflicts = reason.split(/ and (?=subfields ")/).map((part) => {
    const [, name = '', rest = ''] = /^subfields "(\w+)" conflict because (.*)$/s.exec(part) ?? [];
    return `${name}: ${inner(rest)}`;
  });
  return `(${conflicts.join(', ')})`;
}

function simple(reason: string): string {
  const [, one = '', other = ''] = /^they return conflicting types "([^"]+)" and "([^"]+)"$/.exec(reason) ?? [];
  if (one === '') return reason.replaceAll('"', '');
  if (one.startsWith('[') !== other.startsWith('[')) return 'fields have different list shapes';
  if (one.replaceAll('!', '') === other.replaceAll('!', '')) return 'fields have different nullability shapes';
  return `they return differing types ${named(one)} and ${named(other)}`;
}

const named = (type: string): string => type.replaceAll(/[[\]!]/g, '');
