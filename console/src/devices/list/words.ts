/** A text as it is searched: neither accents nor case count. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The words that are searched for, folded. */
export function wordsOf(search: string): string[] {
  return folded(search)
    .split(/\s+/)
    .filter((word) => word !== '');
}

interface Searchable {
  id: string;
  name: string;
  description: string | null;
  location: { name: string | null } | null;
}

/** What a device is found by, folded. */
export function searchedText({ id, name, description, location }: Searchable): string {
  return folded([name, id, description ?? '', location?.name ?? ''].join('\n'));
}
