/**
 * Whether a text is as a pattern has it, where `*` stands for any characters, none too, and `?` for one; all others stand for themselves, as do `${*}`,
 * `${?}` and `${$}` for what is in their braces. Takes at most as many steps as the product of the lengths.
 * Source: IAM User Guide, "IAM JSON policy elements: Resource", wildcards; "IAM policy elements: Variables and tags", special characters.
 */
export function isLike(text: string, pattern: string): boolean {
  const characters = Array.from(text);
  const parts = pattern.match(/\$\{[*?$]\}|./gsu) ?? [];
  let at = 0;
  let part = 0;
  // The last star, and where in the text what follows it was tried.
  let star = -1;
  let tried = 0;
  while (at < characters.length) {
    if (parts[part] === '*') {
      star = part++;
      tried = at;
    } else if (parts[part] === '?' || (part < parts.length && withoutEscapes(parts[part] ?? '') === characters[at])) {
      part++;
      at++;
    } else if (star >= 0) {
      part = star + 1;
      at = ++tried;
    } else {
      return false;
    }
  }
  return parts.slice(part).every((rest) => rest === '*');
}

/** Has a text stand for itself in a pattern. */
export const escapeWildcards = (text: string): string => text.replace(/[*?$]/g, (character) => `\${${character}}`);

/** What a pattern without wildcards stands for. */
export const withoutEscapes = (pattern: string): string => pattern.replace(/\$\{([*?$])\}/g, '$1');

/** Whether an ARN is as a pattern has it, each of its six parts by itself. Source: IAM User Guide, "ARN condition operators". */
export function isArnLike(arn: string, pattern: string): boolean {
  const wanted = partsOf(pattern);
  const parts = partsOf(arn);
  return parts.length === wanted.length && parts.every((part, index) => isLike(part, wanted[index] ?? ''));
}

/** `arn`, partition, service, Region, account and resource, which may have colons of its own. */
export function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length > 6 ? [...parts.slice(0, 5), parts.slice(5).join(':')] : parts;
}
