import * as v from 'valibot';
import type { Context } from '../context.ts';
import { invalidParameter, userNotFound, wrongCredentials } from '../errors.ts';
import { Username, parse } from '../input.ts';
import { hidesUsers } from '../pools/clients.ts';
import { createServerKeys, equal, expectedSignature, isPublicValue } from '../srp/srp.ts';
import { key } from '../store.ts';
import { account, findUser } from '../users/directory.ts';
import { admit, sessionLifetime, type Attempt, type AuthAnswer } from './admit.ts';
import { decoy } from './decoy.ts';
import { countAttempt } from './lock-out.ts';

const SrpA = v.pipe(v.string(), v.regex(/^[0-9a-fA-F]{1,1024}$/, 'a hexadecimal integer is expected'));
const Start = v.object({ USERNAME: Username, SRP_A: SrpA });
const Base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/, 'base64 is expected'));
const Proof = v.object({
  USERNAME: Username,
  PASSWORD_CLAIM_SECRET_BLOCK: Base64,
  PASSWORD_CLAIM_SIGNATURE: Base64,
  TIMESTAMP: v.string(),
});
const TIMESTAMP =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]?\d \d\d:\d\d:\d\d UTC \d{4}$/;

/** Answers the client's public value with the server's and the user's salt. An unknown user gets what looks the same. */
export async function startSrp(context: Context, { pool, client }: Attempt, parameters: unknown): Promise<AuthAnswer> {
  const { USERNAME, SRP_A } = parse(Start, parameters);
  const A = BigInt(`0x${SRP_A}`);
  if (!isPublicValue(A)) throw invalidParameter('SRP_A must not be a multiple of the prime.');
  const user = await findUser(context, pool, USERNAME);
  if (!user && !hidesUsers(client)) throw userNotFound();

  const invented = decoy(pool, USERNAME);
  const userId = user?.username ?? invented.userId;
  const { salt, verifier } = user?.password ?? invented.password;
  const keys = createServerKeys(BigInt(`0x${verifier}`));
  const challenge = { kind: 'PASSWORD_VERIFIER' as const, clientId: client.id, userId, name: USERNAME, A, ...keys };
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: salt,
      SECRET_BLOCK: context.sessions.open(challenge, sessionLifetime(client)),
      SRP_B: keys.B.toString(16),
      USERNAME: userId,
      USER_ID_FOR_SRP: userId,
    },
  };
}

/** Checks the client's proof. Each challenge can be tried once. */
export async function finishSrp(context: Context, attempt: Attempt, responses: unknown): Promise<AuthAnswer> {
  const { pool, client } = attempt;
  const proof = parse(Proof, responses);
  if (!TIMESTAMP.test(proof.TIMESTAMP))
    throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.');
  const block = proof.PASSWORD_CLAIM_SECRET_BLOCK;
  const { userId, name, A, b, B } = context.sessions.find(['PASSWORD_VERIFIER'], block, client.id);
  context.sessions.use(block);
  await countAttempt(context, pool, userId);

  const user = await context.store.users.get(key(pool.id, userId));
  const { verifier } = user?.password ?? decoy(pool, name).password;
  const expected = expectedSignature(A, { b, B }, BigInt(`0x${verifier}`), {
    ...account(pool, userId),
    secretBlock: Buffer.from(block, 'base64'),
    timestamp: proof.TIMESTAMP,
  });
  const proved = equal(expected, Buffer.from(proof.PASSWORD_CLAIM_SIGNATURE, 'base64'));
  if (!proved || !user?.password || ![userId, name].includes(proof.USERNAME)) throw wrongCredentials();
  return admit(context, attempt, user);
}
