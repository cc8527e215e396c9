import { expect, it } from 'vitest';
import { ApiError } from '../api/errors.ts';
import { currentIn } from './identity.ts';
import { anIdentity } from './testing/identity.ts';

const conflict = (data: unknown) => new ApiError({ type: 'ConflictError', message: 'changed', data });

it('an error brings the identity, alone or with the credentials of a service', () => {
  const current = anIdentity({ version: 4 });
  expect(currentIn(conflict(current))).toEqual(current);
  expect(currentIn(conflict({ identity: current, username: current.email, secret: '' }))).toEqual(current);
});

it.each([null, undefined, {}, { version: 3 }, 'text'])('an error brings no identity: %o', (data) => {
  expect(currentIn(conflict(data))).toBeUndefined();
});

it('what is no error of the API brings none', () => {
  expect(currentIn(new Error('no'))).toBeUndefined();
});
