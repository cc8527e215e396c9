import type { MessageId } from '../i18n/messages.ts';

/** Why the user pool refuses something, as the console says it. */
export interface Refusal {
  id: Extract<MessageId, `session.refusal.${string}`>;
  /** What the saying names, such as the organization. `day` is one as `2026-12-31`. */
  values: Readonly<Record<string, string>>;
}

type Saying = readonly [pattern: RegExp, id: Refusal['id']];

/** What Sonde's own functions answer through the pool: each ends the session of who has one. */
const OF_SONDE: readonly Saying[] = [
  [/^This e-mail address has no invitation/, 'session.refusal.notInvited'],
  [/^The invitation of this e-mail address has expired/, 'session.refusal.invitationExpired'],
  [
    /^Your invitation to (?<organization>.+) expired on (?<day>\d{4}-\d\d-\d\d)/s,
    'session.refusal.invitationExpiredOn',
  ],
  [/^Your access to (?<organization>.+) is suspended/s, 'session.refusal.suspended'],
  [/^You are not a member of an organization/, 'session.refusal.notMember'],
  [/^A service /, 'session.refusal.service'],
];

/** What Cognito, and Amplify before it, say. */
const OF_COGNITO: readonly Saying[] = [
  [/^Your account is being changed at this moment/, 'session.refusal.busy'],
  [/^Something went wrong on our side/, 'session.refusal.internal'],
  [/^Incorrect username or password/, 'session.refusal.wrongPassword'],
  [/Password attempts exceeded/, 'session.refusal.locked'],
  [/daily email limit/, 'session.refusal.noMoreMail'],
  [/limit exceeded|rate exceeded|too many requests/i, 'session.refusal.tooOften'],
  [/^User is disabled/, 'session.refusal.disabled'],
  [/token has already been used once/, 'session.refusal.codeUsed'],
  [/^Invalid code provided, please request/, 'session.refusal.codeExpired'],
  [
    /^Invalid (?:verification )?code|^Code mismatch|verification code you entered is incorrect/,
    'session.refusal.wrongCode',
  ],
  [/session is expired|^Invalid session|verification code has expired/, 'session.refusal.tooLate'],
  [/already exists/, 'session.refusal.exists'],
  [/^Password did not conform|previously used/, 'session.refusal.weakPassword'],
  [/^Temporary password has expired/, 'session.refusal.temporaryExpired'],
  [/no registered\/verified email/, 'session.refusal.noVerifiedAddress'],
  [/^Invalid email address format/, 'session.refusal.noAddress'],
  [/validation errors? detected: .*username/is, 'session.refusal.noAddress'],
  [/validation errors? detected: .*password/is, 'session.refusal.longPassword'],
  [/already a signed in user/, 'session.refusal.signedIn'],
  [/network error|failed to fetch/i, 'session.refusal.network'],
];

/** Cognito puts what a trigger says into a sentence of its own. */
function withoutTrigger(message: string): string {
  return (
    /^(?:PreSignUp|PreTokenGeneration|CustomMessage) failed with error (?<said>.*?)\.?$/s.exec(message)?.groups?.said ??
    message
  );
}

function find(sayings: readonly Saying[], message: string): Refusal | undefined {
  for (const [pattern, id] of sayings) {
    const match = pattern.exec(message);
    if (match) return { id, values: { ...match.groups } };
  }
  return undefined;
}

/** What a message of Cognito's, which is English, means; `undefined` where that is not known. */
export function refusalOf(message: string): Refusal | undefined {
  const said = withoutTrigger(message);
  return find(OF_SONDE, said) ?? find(OF_COGNITO, said);
}

/** Why whom this is said to when they want a fresh token may not go on, however often they ask; `undefined` where they may. */
export function endOf(message: string): Refusal | undefined {
  return find(OF_SONDE, withoutTrigger(message));
}
