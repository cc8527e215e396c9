import type { Role } from '../../schema/generated/types.ts';

export const DEMO_ORGANIZATION = { id: '01JDEM00RGAN1ZAT10N0000001', name: 'Sonde demo' };

/** Known to everyone, and good for nothing but a user pool on the reader's own laptop. */
export const DEMO_PASSWORD = 'Sonde-demo-1';

/** Who can sign in to the demo organization: one of each role. */
export const demoPeople: readonly { id: string; name: string; email: string; role: Role }[] = [
  {
    id: '01JDEM01DENT1TY00000000ADM',
    name: 'Demo administrator',
    email: 'administrator@demo.example',
    role: 'ADMINISTRATOR',
  },
  { id: '01JDEM01DENT1TY000000000PR', name: 'Demo operator', email: 'operator@demo.example', role: 'OPERATOR' },
  { id: '01JDEM01DENT1TY000000000VR', name: 'Demo viewer', email: 'viewer@demo.example', role: 'VIEWER' },
];
