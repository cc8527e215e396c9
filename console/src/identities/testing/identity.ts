import type { Identity } from '../identity.ts';

/** An active operator, but for what is given. */
export function anIdentity(but: Partial<Identity> = {}): Identity {
  return {
    id: '01JZ8Q6V5X3M9T2B7C4D1E0F8B',
    kind: 'PERSON',
    name: 'Ada',
    email: 'ada@harbour.example',
    role: 'OPERATOR',
    locale: 'en',
    status: 'ACTIVE',
    mailStatus: 'DELIVERABLE',
    mailStatusAt: null,
    invitation: null,
    secretCreatedAt: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    version: 1,
    ...but,
  };
}
