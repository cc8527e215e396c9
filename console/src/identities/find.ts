import type { Identity } from './identity.ts';
import type { IdentitiesSearch } from './search.ts';
import { troublesOf } from './trouble.ts';

/** Those of the identities that are looked for, by name as a language orders names. Letter case and accents do not count. */
export function findIdentities(
  identities: readonly Identity[],
  { q = '', kind, role, status }: IdentitiesSearch,
  language: string,
): Identity[] {
  const words = plain(q).split(/\s+/).filter(Boolean);
  const { compare } = new Intl.Collator(language, { sensitivity: 'base', numeric: true });
  return identities
    .filter(
      (identity) =>
        (kind === undefined || identity.kind === kind) &&
        (role === undefined || identity.role === role) &&
        hasStatus(identity, status) &&
        words.every((word) => plain(`${identity.name} ${identity.email} ${identity.id}`).includes(word)),
    )
    .sort((a, b) => compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
}

function hasStatus(identity: Identity, status: IdentitiesSearch['status']): boolean {
  if (status === 'ATTENTION') return troublesOf(identity).length > 0;
  return status === undefined || identity.status === status;
}

/** Without accents and letter case. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}
