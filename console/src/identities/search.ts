import * as v from 'valibot';
import { ROLES } from '../session/roles.ts';
import { KINDS, STATUSES } from './identity.ts';

const chosen = <const Options extends readonly string[]>(options: Options) =>
  v.fallback(v.optional(v.picklist(options)), undefined);

/** Which people and services are shown, as the address says. */
export const IdentitiesSearch = v.object({
  /** Part of a name, an address or an id. An address that somebody has typed may say `q=42`, which is read as a number. */
  q: v.fallback(v.optional(v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String))), undefined),
  kind: chosen(KINDS),
  role: chosen(ROLES),
  /** `ATTENTION`: those that an administrator has to do something about. */
  status: chosen([...STATUSES, 'ATTENTION']),
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
