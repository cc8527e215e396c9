import { describe, expect, it } from 'vitest';
import { endOf, refusalOf } from './refusal.ts';

describe('what Cognito says', () => {
  it.each([
    ['Incorrect username or password.', 'wrongPassword'],
    ['Password attempts exceeded', 'locked'],
    ['Attempt limit exceeded, please try after some time.', 'tooOften'],
    ['Exceeded daily email limit for the operation or the account.', 'noMoreMail'],
    ['Invalid verification code provided, please try again.', 'wrongCode'],
    ['Invalid code received for user', 'wrongCode'],
    ['Code mismatch', 'wrongCode'],
    ['Invalid code provided, please request a code again.', 'codeExpired'],
    ['Your software token has already been used once.', 'codeUsed'],
    ['Invalid session for the user, session is expired.', 'tooLate'],
    ['Your verification code has expired. Please request a new code.', 'tooLate'],
    ['An account with the given email already exists.', 'exists'],
    ['User already exists', 'exists'],
    ['Password did not conform with policy: Password not long enough', 'weakPassword'],
    ['1 validation error detected: Username: Invalid length: Expected <=128 but received 310', 'noAddress'],
    ["1 validation error detected: Value at 'password' failed to satisfy constraint", 'longPassword'],
    ['A network error has occurred.', 'network'],
    ['PreTokenGeneration failed with error Something went wrong on our side; request 4f1c.', 'internal'],
    ['PreSignUp failed with error This e-mail address has no invitation; ask an administrator.', 'notInvited'],
  ])('%s', (message, id) => {
    expect(refusalOf(message)?.id).toBe(`session.refusal.${id}`);
  });

  it('is known by nothing that it does not say', () => {
    expect(refusalOf('Something new')).toBeUndefined();
  });

  it('names the organization, whatever it is called, and the day', () => {
    const trigger = 'PreTokenGeneration failed with error';
    expect(refusalOf(`${trigger} Your access to Harbour. is suspended is suspended; ask an administrator..`)).toEqual({
      id: 'session.refusal.suspended',
      values: { organization: 'Harbour. is suspended' },
    });
    expect(refusalOf(`${trigger} Your invitation to Meadow expired on 2026-03-01; ask an administrator..`)).toEqual({
      id: 'session.refusal.invitationExpiredOn',
      values: { organization: 'Meadow', day: '2026-03-01' },
    });
  });
});

it('ends a session where the person may not go on, and not where something went wrong', () => {
  const trigger = 'PreTokenGeneration failed with error';
  expect(endOf(`${trigger} You are not a member of an organization; ask an administrator to invite you..`)?.id).toBe(
    'session.refusal.notMember',
  );
  expect(endOf(`${trigger} Something went wrong on our side; request 4f1c.`)).toBeUndefined();
  expect(endOf('A network error has occurred.')).toBeUndefined();
});
