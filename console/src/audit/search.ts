import * as v from 'valibot';
import { Id, orNone, TakenTime } from '../search.ts';

/** Which audit events are shown, as the address says: `/audit?targetId=…`. */
export const AuditSearch = v.object({
  /** [from, to). */
  from: orNone(TakenTime),
  to: orNone(TakenTime),
  actorId: orNone(Id),
  targetId: orNone(Id),
  /** A mutation's name, be it one that this console does not know. */
  action: orNone(v.pipe(v.string(), v.regex(/^[A-Za-z]{1,64}$/))),
});
export type AuditSearch = v.InferOutput<typeof AuditSearch>;
