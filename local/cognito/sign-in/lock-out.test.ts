import { InitiateAuthCommand, RespondToAuthChallengeCommand } from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { passwordAuth, refusal, startWithSdk } from '../testing/sdk.ts';

const { fixture, sdk, makePool, addUser, tokensOf, close } = await startWithSdk();
const MINUTE = 60_000;
const WRONG = 'Incorrect username or password.';
const LOCKED = 'Password attempts exceeded';

// However long a test takes, a lock-out of a second lasts.
fixture.time.stopped = Date.now();
afterAll(close);

async function refusalOf(ClientId: string, email: string): Promise<string> {
  return sdk.send(passwordAuth(ClientId, email, 'Wrong-horse-7')).then(
    () => 'signed in',
    (error: unknown) => (error instanceof Error && error.name === 'NotAuthorizedException' ? error.message : 'other'),
  );
}

test('from the fifth failure on a person is locked out, twice as long each time, and so is somebody unknown', async () => {
  const { UserPoolId, ClientId } = await makePool();
  await addUser(UserPoolId, 'ada@example.com');
  for (const email of ['ada@example.com', 'Nobody@example.com', 'nobody@example.com']) {
    fixture.time.ahead += 20 * MINUTE;
    for (let failure = 1; failure <= 5; failure++) expect(await refusalOf(ClientId, email)).toBe(WRONG);
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]) {
      expect(await refusalOf(ClientId, email)).toBe(LOCKED);
      fixture.time.ahead += seconds * 1000 - 500;
      expect(await refusalOf(ClientId, email)).toBe(LOCKED);
      fixture.time.ahead += 501;
      expect(await refusalOf(ClientId, email)).toBe(WRONG);
    }
    fixture.time.ahead += 14 * MINUTE;
    expect(await refusalOf(ClientId, email)).toBe(LOCKED);
    // Forgotten after 15 minutes without an attempt.
    fixture.time.ahead += 15 * MINUTE;
    for (let failure = 1; failure <= 5; failure++) expect(await refusalOf(ClientId, email)).toBe(WRONG);
    expect(await refusalOf(ClientId, email)).toBe(LOCKED);
  }
});

test('a person who is locked out does not get in with the right password, even after a restart, until the time is over', async () => {
  const { UserPoolId, ClientId } = await makePool();
  const email = 'ada@example.com';
  await addUser(UserPoolId, email);
  for (let failure = 1; failure <= 6; failure++) {
    expect(await refusalOf(ClientId, email)).toBe(WRONG);
    if (failure === 5) fixture.time.ahead += 1001;
  }
  await fixture.restart();
  await expect(sdk.send(passwordAuth(ClientId, email))).rejects.toMatchObject(
    refusal('NotAuthorizedException', LOCKED),
  );
  const other = 'bert@example.com';
  await addUser(UserPoolId, other);
  await tokensOf(ClientId, other);
  fixture.time.ahead += 2001;
  await tokensOf(ClientId, email);
  for (let failure = 1; failure <= 5; failure++) expect(await refusalOf(ClientId, email)).toBe(WRONG);
});

test('guesses at once are worth no more than guesses one after another', async () => {
  const { UserPoolId, ClientId } = await makePool();
  await addUser(UserPoolId, 'ada@example.com');
  const answers = await Promise.all(Array.from({ length: 30 }, () => refusalOf(ClientId, 'ada@example.com')));
  expect(answers.filter((answer) => answer === WRONG)).toHaveLength(5);
  expect(answers.filter((answer) => answer === LOCKED)).toHaveLength(25);
});

test('proofs of SRP count as passwords do', async () => {
  const { UserPoolId, ClientId } = await makePool();
  await addUser(UserPoolId, 'ada@example.com');
  const attempt = async (USERNAME: string) => {
    const { ChallengeParameters } = await sdk.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME, SRP_A: 'abcdef0123456789' },
      }),
    );
    return sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: 'PASSWORD_VERIFIER',
        ChallengeResponses: {
          USERNAME: ChallengeParameters?.USER_ID_FOR_SRP ?? '',
          PASSWORD_CLAIM_SECRET_BLOCK: ChallengeParameters?.SECRET_BLOCK ?? '',
          PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64'),
          TIMESTAMP: 'Tue Mar 3 09:05:07 UTC 2026',
        },
      }),
    );
  };
  for (const email of ['ada@example.com', 'nobody@example.com']) {
    for (let failure = 1; failure <= 5; failure++)
      await expect(attempt(email)).rejects.toMatchObject({ message: WRONG });
    await expect(attempt(email)).rejects.toMatchObject({ message: LOCKED });
    expect(await refusalOf(ClientId, email)).toBe(LOCKED);
  }
});

test('whatever somebody tries and however long they wait, nothing tells whether they exist', async () => {
  const { UserPoolId, ClientId } = await makePool();
  const waits = fc.array(fc.constantFrom(0, 500, 1001, 5000, 16 * MINUTE), { minLength: 5, maxLength: 15 });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(waits, async (all) => {
      run += 1;
      const [known, unknown] = [`known${run}@example.com`, `unknown${run}@example.com`];
      await addUser(UserPoolId, known);
      for (const wait of all) {
        fixture.time.ahead += wait;
        expect(await refusalOf(ClientId, unknown)).toBe(await refusalOf(ClientId, known));
      }
    }),
    { numRuns: 15 },
  );
});
