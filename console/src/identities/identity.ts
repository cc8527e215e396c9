import * as v from 'valibot';
import type { ManagedIdentityFragment } from '../api/generated/documents.ts';
import { isApiError } from '../api/errors.ts';
import { ROLES } from '../session/roles.ts';

/** A person or a service, as administrators see it. */
export type Identity = ManagedIdentityFragment;
export type Invitation = NonNullable<Identity['invitation']>;

export const KINDS = ['PERSON', 'SERVICE'] as const;
export const STATUSES = ['ACTIVE', 'INVITED', 'SUSPENDED'] as const;
export const LOCALES = ['en', 'fr'] as const;

const Text = v.string();
const Row: v.GenericSchema<Identity, Identity> = v.object({
  id: Text,
  kind: v.picklist(KINDS),
  name: Text,
  email: Text,
  role: v.picklist(ROLES),
  locale: v.picklist(LOCALES),
  status: v.picklist(STATUSES),
  mailStatus: v.picklist(['DELIVERABLE', 'BOUNCED', 'COMPLAINED']),
  mailStatusAt: v.nullable(Text),
  invitation: v.nullable(
    v.object({
      status: v.picklist(['PENDING', 'SENT', 'FAILED']),
      error: v.nullable(Text),
      sentAt: Text,
      expiresAt: Text,
    }),
  ),
  secretCreatedAt: v.nullable(Text),
  createdAt: Text,
  updatedAt: Text,
  version: v.number(),
});
/** What an error brings: the identity, or the credentials of a service with the identity in them. */
const Brought = v.union([
  Row,
  v.pipe(
    v.object({ identity: Row }),
    v.transform(({ identity }) => identity),
  ),
]);

/** The identity as it is now, where an error brings it. */
export function currentIn(error: unknown): Identity | undefined {
  if (!isApiError(error)) return undefined;
  const parsed = v.safeParse(Brought, error.data);
  return parsed.success ? parsed.output : undefined;
}

/** Whether it counts as one of its organization's administrators, of whom there is always one. */
export function isActiveAdministrator({ role, status }: Pick<Identity, 'role' | 'status'>): boolean {
  return role === 'ADMINISTRATOR' && status === 'ACTIVE';
}
