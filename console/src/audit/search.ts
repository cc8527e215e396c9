import * as v from 'valibot';

/** Of what somebody typed into the address, what is no such thing is left out. */
const orNone = <Schema extends v.GenericSchema>(schema: Schema) => v.fallback(v.optional(schema), undefined);
const Id = v.pipe(v.string(), v.regex(/^[0-9A-HJKMNP-TV-Z]{26}$/));
const Time = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.check((time) => !Number.isNaN(Date.parse(time))),
);

/** Which audit events are shown, as the address says: `/audit?targetId=…`. */
export const AuditSearch = v.object({
  /** [from, to). */
  from: orNone(Time),
  to: orNone(Time),
  actorId: orNone(Id),
  targetId: orNone(Id),
  /** A mutation's name, be it one that this console does not know. */
  action: orNone(v.pipe(v.string(), v.regex(/^[A-Za-z]{1,64}$/))),
});
export type AuditSearch = v.InferOutput<typeof AuditSearch>;
