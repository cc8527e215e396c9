import * as v from 'valibot';
import { ULID } from '../shared/names.ts';

/** An invitation that is to be mailed. A later one of the same identity has another `sentAt`. */
export const InvitationEvent = v.object({
  organizationId: v.pipe(v.string(), v.regex(ULID)),
  identityId: v.pipe(v.string(), v.regex(ULID)),
  sentAt: v.pipe(v.string(), v.isoTimestamp()),
});
export type InvitationEvent = v.InferOutput<typeof InvitationEvent>;
