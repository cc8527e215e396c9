import * as v from 'valibot';
import { SondeError } from '../shared/errors.ts';
import { ULID } from '../shared/names.ts';

const Id = v.pipe(v.string(), v.regex(ULID));
const key = { organizationId: Id, identityId: Id };
const Version = v.pipe(v.number(), v.integer(), v.minValue(1));

/** What a resolver asks for. Whose user it is follows from the identity's id: an address is nothing that one can ask for. */
const Event = v.variant('operation', [
  v.object({ operation: v.picklist(['giveSecret', 'voidSecret']), ...key, version: Version }),
  v.object({ operation: v.literal('remove'), ...key }),
]);
export type Event = v.InferOutput<typeof Event>;
/** @property version that the identity got by the change which asks for this */
export type SecretChange = Extract<Event, { version: number }>;
export type Removal = Extract<Event, { operation: 'remove' }>;

/** @throws SondeError `InternalError`, with what is wrong as its cause: nobody but Sonde asks */
export function parseEvent(event: unknown): Event {
  const parsed = v.safeParse(Event, event);
  if (parsed.success) return parsed.output;
  throw new SondeError('InternalError', 'Not an event of services', { cause: new v.ValiError(parsed.issues) });
}
