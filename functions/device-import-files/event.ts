import * as v from 'valibot';
import { IMPORT_LIMITS } from '../../schema/limits.ts';
import { ULID } from '../shared/names.ts';

const Id = v.pipe(v.string(), v.regex(ULID));

const Event = v.variant('operation', [
  v.object({
    operation: v.literal('signUpload'),
    organizationId: Id,
    importId: Id,
    bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(IMPORT_LIMITS.bytes)),
  }),
  v.object({ operation: v.literal('findUpload'), organizationId: Id, importId: Id }),
  v.object({
    operation: v.literal('signResults'),
    organizationId: Id,
    imports: v.array(v.object({ importId: Id, report: v.boolean(), credentials: v.boolean() })),
  }),
]);

/** What a resolver asks for. */
export type Event = v.InferOutput<typeof Event>;

export function parseEvent(event: unknown): Event {
  return v.parse(Event, event);
}
