import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, REDACTED, redactText } from './redact.ts';

const PEM = '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----\n';
const JWT = 'eyJraWQiOiJhYmMifQ.eyJzdWIiOiIxMjMifQ.c2lnbmF0dXJlLW9mLWl0';

describe('what lets somebody in is shown to nobody', () => {
  it.each([
    ['the answer of createService', { identity: { id: '1' }, username: 'a', secret: 'S3' }, { secret: REDACTED }],
    [
      'the answer of provisionDevice',
      { privateKeyPem: 'K', certificatePem: 'C' },
      { privateKeyPem: REDACTED, certificatePem: 'C' },
    ],
    ['an attribute of DynamoDB', { password: { S: 'S3' } }, { password: REDACTED }],
    [
      'headers',
      { authorization: 'x', 'x-api-key': 'da2-x', host: 'h' },
      { authorization: REDACTED, 'x-api-key': REDACTED, host: 'h' },
    ],
    [
      'tokens',
      { token: 'a', refreshToken: 'b', nextToken: 'page' },
      { token: REDACTED, refreshToken: REDACTED, nextToken: 'page' },
    ],
    [
      'whether there is one',
      { withCredentials: true, secret: null, secretCreatedAt: 't' },
      { withCredentials: true, secret: null, secretCreatedAt: 't' },
    ],
    ['a key in a text', [`a ${PEM}b`], [`a ${REDACTED}\nb`]],
    ['a key that was cut', [PEM.slice(0, 40)], [REDACTED]],
  ])('%s', (_what, value, shown) => {
    const result = redact(value);
    expect(result).toMatchObject(shown);
  });

  it.each([
    ['a token', `Bearer ${JWT}!`, `Bearer ${REDACTED}!`],
    [
      'a signed link',
      'http://a/b?X-Amz-Credential=AKIA%2Fx&X-Amz-Date=1&X-Amz-Signature=0af&x=1',
      `http://a/b?X-Amz-Credential=${REDACTED}&X-Amz-Date=1&X-Amz-Signature=${REDACTED}&x=1`,
    ],
    ['JSON in a text', '{"a":1,"secret":"S\\u0033","b":2}', `{"a":1,"secret":"${REDACTED}","b":2}`],
    ['JSON in JSON', '{"body":"{\\"password\\":\\"S3\\"}"}', `{"body":"{\\"password\\":\\"${REDACTED}\\"}"}`],
    ['a line of console.log', "{ secret: 'S3', name: 'x' }", `{ secret: '${REDACTED}', name: 'x' }`],
    ['an argument in a query', 'signIn(password: "S3")', `signIn(password: "${REDACTED}")`],
    ['a signature of AWS', `Signature=${'0a'.repeat(32)}, x`, `Signature=${REDACTED}, x`],
  ])('%s', (_what, text, shown) => {
    expect(redactText(text)).toBe(shown);
  });

  it('wherever it is', () => {
    const needle = 'T0PSECRETVALUE';
    const place = fc.oneof(
      fc
        .constantFrom(
          'secret',
          'clientSecret',
          'password',
          'privateKey',
          'private_key',
          'Authorization',
          'x-api-key',
          'apiKey',
        )
        .map((name) => ({ [name]: needle })),
      fc.constantFrom('secret', 'password').map((name) => ({ [name]: { S: needle } })),
      fc.constantFrom('secret', 'password').map((name) => ({ line: inspect({ [name]: needle }) })),
      fc.constant({ text: JSON.stringify(JSON.stringify({ idToken: needle })) }),
      fc.constant({ text: `-----BEGIN EC PRIVATE KEY-----\n${needle}\n-----END EC PRIVATE KEY-----` }),
      fc.constant({ url: `https://a/?x=1&X-Amz-Signature=${needle}` }),
    );
    const wrap = fc.array(fc.oneof(fc.constant('list'), fc.string()), { maxLength: 4 });
    fc.assert(
      fc.property(place, wrap, fc.jsonValue(), (secret, layers, beside) => {
        const value = layers.reduce<unknown>(
          (inner, name) => (name === 'list' ? [beside, inner] : { beside, [name]: inner }),
          secret,
        );
        expect(JSON.stringify(redact(value))).not.toContain(needle);
      }),
    );
  });

  it('and what is none stays as it is', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('id', 'name', 'items', 'version', 'nextToken'), fc.integer()),
        (value) => {
          expect(redact(value)).toEqual(value);
        },
      ),
    );
  });
});
