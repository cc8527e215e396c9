/** Who asks, in the order of the page's columns. `foreign` asks for what is of the organization of the others. */
export const CALLERS = {
  viewer: 'VIEWER',
  operator: 'OPERATOR',
  administrator: 'ADMINISTRATOR',
  suspended: 'suspended',
  foreign: 'another organization’s administrator',
  ingest: 'IAM ingest role',
  none: 'no token',
  expired: 'expired token',
  forged: 'forged token',
} as const;
export type Caller = keyof typeof CALLERS;

/** What becomes of it: the words of the page's cells, and what they mean. */
export const OUTCOMES = {
  allowed: ['allowed', 'It is answered or done, in the organization of the caller’s token and in no other.'],
  self: ['self', 'Allowed, as far as it is about the caller themselves.'],
  own: ['own organization only', 'Allowed, and nothing of the other organization is in the answer, nor changed.'],
  untilOld: [
    'allowed until the token is old',
    'As before the suspension, for 15 minutes at most: a token is good for as long, and no new one is given.',
  ],
  selfUntilOld: ['self until the token is old', 'The same, as far as it is about the caller themselves.'],
  suspended: ['denied, suspended', 'The error `Unauthorized`, which says that the access is suspended.'],
  denied: ['denied', 'The error `Unauthorized`: `Not Authorized to access … on type …`. Nothing else is looked at.'],
  notFound: [
    'not found',
    'The error `NotFoundError`, as for an id that there never was: nobody learns what another organization has.',
  ],
  refused: [
    'refused (401)',
    'The whole request is refused at the door with status 401, a WebSocket with `connection_error`. A role whose policies lack the field connects, and its `start` is refused.',
  ],
  unreachable: ['out of reach', 'Every field that leads to it is denied or refused to the caller, or empty for them.'],
} as const satisfies Record<string, readonly [words: string, meaning: string]>;
export type Outcome = keyof typeof OUTCOMES;

/** What becomes of it, whoever asks. */
export type Row = Readonly<Record<Caller, Outcome>>;

type Both = Pick<Row, 'suspended' | 'foreign'>;

/** Those who have not proved who they are get as far as the door, whatever they ask for. */
const nobody = { none: 'refused', expired: 'refused', forged: 'refused' } as const;

export function everyRole(both: Both): Row {
  return { viewer: 'allowed', operator: 'allowed', administrator: 'allowed', ...both, ingest: 'refused', ...nobody };
}

/** What is of the caller themselves. */
export function everyRolesOwn({ suspended, foreign = 'self' }: Pick<Both, 'suspended'> & Partial<Both>): Row {
  const foreignOrSelf = { suspended, foreign };
  return { viewer: 'self', operator: 'self', administrator: 'self', ...foreignOrSelf, ingest: 'refused', ...nobody };
}

/** As whoever manages devices and exports. */
export function operators(both: Both): Row {
  return { ...everyRole(both), viewer: 'denied' };
}

/** As whoever manages identities and the organization. */
export function administrators(both: Both): Row {
  return { ...operators(both), operator: 'denied' };
}

/** Nobody who is signed in: functions of Sonde's own, other than `ingest`. */
export function functions(): Row {
  return { ...administrators({ suspended: 'denied', foreign: 'denied' }), administrator: 'denied' };
}

export function ingest(): Row {
  return { ...functions(), ingest: 'allowed' };
}

/** An object that roles can come to by what they may ask. Nobody else can, but for what the function `ingest` publishes. */
export function reached(roles: Pick<Row, 'viewer' | 'operator' | 'administrator' | 'suspended'>): Row {
  return { ...roles, foreign: 'own', ingest: 'unreachable', ...nobody };
}
