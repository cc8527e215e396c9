const NAME =
  '(?:secret|secret[-_]?(?:key|hash)|password|private[-_]?key(?:[-_]?pem)?|api[-_]?key|authorization|cookie|credentials?|signature|jwt|(?:access|id|refresh|session|security)[-_]?token)';
/** Names of members, arguments and headers whose values let somebody in. */
const SECRET_NAME = new RegExp(`${NAME}$|^token$`, 'i');
export const REDACTED = '«secret»';

/** Secrets within texts: by what they look like, and by the name before them in JSON, code, headers or the query of a link. */
const SECRET_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, REDACTED],
  [new RegExp(`([?&][\\w.-]*(?:${NAME}|token|sig)=)[^&\\s"'\`]+`, 'gi'), `$1${REDACTED}`],
  [
    new RegExp(`((?:${NAME}|\\btoken)\\\\*["']?\\s*[:=]\\s*)(\\\\*["'\`])((?:(?!\\2)[\\s\\S])*)(\\2|$)`, 'gi'),
    `$1$2${REDACTED}$4`,
  ],
  [/\b(Signature=)[0-9a-f]{16,}/g, `$1${REDACTED}`],
];

/** A text without the secrets in it. */
export function redactText(text: string): string {
  return SECRET_TEXTS.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}

/** A copy of plain data without secrets: the values of members with telling names, and what looks like a key or a token wherever it is. */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, isSecret(name, member) ? REDACTED : redact(member)]),
  );
}

/** Whether there is a secret, or not, is none. */
function isSecret(name: string, value: unknown): boolean {
  return SECRET_NAME.test(name) && typeof value !== 'boolean' && value !== null && value !== undefined;
}
