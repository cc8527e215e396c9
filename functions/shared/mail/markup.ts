/** HTML that is safe to put into a document. */
export class Markup {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** HTML with texts in it, as content or within quoted attributes: texts are escaped, HTML stays. */
export function markup(
  strings: TemplateStringsArray,
  ...values: readonly (string | Markup | readonly Markup[])[]
): Markup {
  return new Markup(
    strings.reduce((source, literal, index) => `${source}${sourceOf(values[index - 1] ?? '')}${literal}`),
  );
}

function sourceOf(value: string | Markup | readonly Markup[]): string {
  if (value instanceof Markup) return value.source;
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? '');
  return value.map(({ source }) => source).join('\n');
}
