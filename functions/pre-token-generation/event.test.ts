import { describe, expect, it } from 'vitest';
import { personOf } from './event.ts';

describe('personOf', () => {
  const event = (attributes: object) => ({ request: { userAttributes: { sub: 'sub-ada', ...attributes } } });

  it('takes a verified address, in lower case', () => {
    expect(personOf(event({ email: 'Ada@Example.ORG', email_verified: 'true' }))).toEqual({
      sub: 'sub-ada',
      email: 'ada@example.org',
      name: undefined,
    });
  });

  it.each([
    { email: 'ada@example.org' },
    { email: 'ada@example.org', email_verified: 'false' },
    { email_verified: 'true' },
  ])('refuses %o', (attributes) => {
    expect(() => personOf(event(attributes))).toThrow('not verified');
  });
});
