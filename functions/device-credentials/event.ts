import * as v from 'valibot';
import { PassedAudit } from '../shared/audit/passed.ts';
import type { AuditRow } from '../shared/audit/event.ts';
import type { DeviceKey } from '../shared/credentials/device.ts';
import { SondeError } from '../shared/errors.ts';
import { ULID } from '../shared/names.ts';

const Id = v.pipe(v.string(), v.regex(ULID));
const deviceKey = { organizationId: Id, deviceId: Id };
const asked = { ...deviceKey, audit: PassedAudit };

const Event = v.variant('operation', [
  v.object({
    operation: v.picklist(['provision', 'rotate']),
    ...asked,
    certificateSigningRequest: v.nullish(v.string()),
  }),
  v.object({ operation: v.literal('revoke'), ...asked, certificateId: v.nullish(v.string()) }),
  v.object({ operation: v.literal('remove'), ...deviceKey, certificateIds: v.array(v.string()) }),
]);
/** What a resolver asks for: with the organization of the caller's token. */
export type Event = v.InferOutput<typeof Event>;

/** Something that is done to a device's certificates, and the event that is to say so. */
export interface Act {
  device: DeviceKey;
  audit: AuditRow;
}

/** @throws SondeError `InternalError`, with what is wrong as its cause: nobody but Sonde asks */
export function parseEvent(event: unknown): Event {
  const parsed = v.safeParse(Event, event);
  if (parsed.success) return parsed.output;
  throw new SondeError('InternalError', 'Not an event of device credentials', {
    cause: new v.ValiError(parsed.issues),
  });
}
