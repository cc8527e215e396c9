import * as v from 'valibot';
import { orNone, Words } from '../search.ts';
import { ROLES } from '../session/roles.ts';
import { KINDS, STATUSES } from './identity.ts';

/** Which people and services are shown, as the address says. */
export const IdentitiesSearch = v.object({
  /** Part of a name, an address or an id. An address that somebody has typed may say `q=42`, which is read as a number. */
  q: orNone(Words),
  kind: orNone(v.picklist(KINDS)),
  role: orNone(v.picklist(ROLES)),
  /** `ATTENTION`: those that an administrator has to do something about. */
  status: orNone(v.picklist([...STATUSES, 'ATTENTION'])),
});
export type IdentitiesSearch = v.InferOutput<typeof IdentitiesSearch>;

/** What is looked for after a change of it. An empty text is nothing that is looked for. */
export function searchWith(
  before: IdentitiesSearch,
  change: Readonly<Partial<Record<keyof IdentitiesSearch, string>>>,
): IdentitiesSearch {
  const given = Object.entries({ ...before, ...change }).filter(([, value]) => value !== '' && value !== undefined);
  return v.parse(IdentitiesSearch, Object.fromEntries(given));
}
