import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextWith, fixedHost, run, valueOf } from '../../testing/evaluate.ts';

describe('"Utility helpers in util"', () => {
  it.each([
    ['util.escapeJavaScript(`He said "hi" it\'s </b>\\n é`)', 'He said \\"hi\\" it\\\'s <\\/b>\\n \\u00E9'],
    ["util.urlEncode('a b&c=é*~')", 'a+b%26c%3D%C3%A9*%7E'],
    ["util.urlDecode('a+b%26c%3D%C3%A9')", 'a b&c=é'],
    ["util.base64Encode('é')", 'w6k='],
    ["util.base64Decode('w6k=')", 'é'],
    // The example of the page.
    ["util.matches('a*b', 'aaaaab')", true],
    ["util.str.normalize('e\\u0301', 'nfc')", 'é'],
    ['util.math.roundNum(2.5)', 3],
    ['util.math.minVal(2, 1)', 1],
    ['util.math.maxVal(2, 1)', 2],
    ['util.math.randomWithinRange(5, 6)', 5],
  ])('%s', (expression, value) => {
    expect(valueOf(expression)).toEqual(value);
  });

  it('makes ids of the host’s bytes and clock', () => {
    expect(valueOf('util.autoId()')).toBe('00010203-0405-4607-8809-0a0b0c0d0e0f');
    expect(valueOf('util.autoUlid()')).toBe('01C5P7XAC60000000000000000');
    expect(valueOf('util.autoKsuid()')).toMatch(/^10[0-9A-Za-z]{25}$/);
  });

  it('says how the caller came in', () => {
    const sourceIp = ['127.0.0.1'];
    const cognito = {
      sub: 's',
      issuer: 'i',
      username: 'u',
      claims: {},
      sourceIp,
      defaultAuthStrategy: 'ALLOW',
      groups: null,
    } as const;
    expect(valueOf('util.authType()', contextWith({ identity: cognito }))).toBe('User Pool Authorization');
    const iam = {
      accountId: '0',
      cognitoIdentityPoolId: null,
      cognitoIdentityId: null,
      cognitoIdentityAuthType: null,
      cognitoIdentityAuthProvider: null,
      sourceIp,
      username: 'u',
      userArn: 'a',
    };
    expect(valueOf('util.authType()', contextWith({ identity: iam }))).toBe('IAM Authorization');
    expect(valueOf('util.authType()')).toBe('API Key Authorization');
  });

  it.each([
    [{ sub: 's', issuer: 'i', claims: {} }, 'Open ID Connect Authorization'],
    [{ resolverContext: {} }, 'Lambda Authorization'],
  ])('knows callers that only EvaluateCode can make up: %j', (identity, authType) => {
    expect(valueOf('util.authType()', contextWith({ identity: identity as never }))).toBe(authType);
  });

  it('decodes what it encoded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const context = contextWith({ arguments: { text } });
        expect(valueOf('util.base64Decode(util.base64Encode(ctx.args.text))', context)).toBe(text);
        expect(valueOf('util.urlDecode(util.urlEncode(ctx.args.text))', context)).toBe(text);
      }),
      { numRuns: 30 },
    );
  });
});

describe('ids sort by the time they were made at', () => {
  const moments = fc
    .tuple(fc.integer({ min: 1_400_000_000, max: 4_000_000_000 }), fc.integer({ min: 1, max: 1_000_000 }))
    .map(([seconds, later]) => [seconds * 1000, (seconds + later) * 1000] as const);
  const bytes = fc.uint8Array({ minLength: 40, maxLength: 40 });

  it.each(['autoUlid', 'autoKsuid'])('%s', (name) => {
    fc.assert(
      fc.property(moments, bytes, bytes, ([early, late], some, others) => {
        const idAt = (clock: number, random: Uint8Array) => {
          const host = { ...fixedHost, clock: () => clock, randomBytes: (count: number) => random.slice(0, count) };
          return String(run(`return util.${name}();`, contextWith(), host).result);
        };
        const [first, second] = [idAt(early, some), idAt(late, others)];
        expect(first).toMatch(name === 'autoUlid' ? /^[0-9A-HJKMNP-TV-Z]{26}$/ : /^[0-9A-Za-z]{27}$/);
        expect(second).toHaveLength(first.length);
        expect(first < second).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('makes UUIDs of version 4', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (random) => {
        const host = { ...fixedHost, randomBytes: () => random };
        expect(run('return util.autoId();', contextWith(), host).result).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
      }),
      { numRuns: 20 },
    );
  });
});

describe('util.math ("Math helpers in util.math")', () => {
  it.each([
    ['roundNum(2.5)', 3],
    ['roundNum(-2.5)', -2],
    ['roundNum(2.4)', 2],
    ['minVal(2, 1)', 1],
    ['maxVal(2, 1)', 2],
    ['randomWithinRange(5, 6)', 5],
  ])('util.math.%s', (call, value) => {
    expect(valueOf(`util.math.${call}`)).toBe(value);
  });

  it('keeps random numbers in their range', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 6, maxLength: 6 }),
        fc.integer(),
        fc.nat({ max: 1000 }),
        (random, start, width) => {
          const host = { ...fixedHost, randomBytes: () => random };
          const body = `return [util.math.randomDouble(), util.math.randomWithinRange(${start}, ${start + width + 1})];`;
          const [fraction, whole] = run(body, contextWith(), host).result as [number, number];
          expect(fraction >= 0 && fraction < 1).toBe(true);
          expect(Number.isInteger(whole) && whole >= start && whole <= start + width + 1).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('util.str ("String helpers in util.str")', () => {
  it.each(['nfc', 'nfd', 'nfkc', 'nfkd'])('normalizes to %s', (form) => {
    const text = 'é ﬁ e\u0301';
    const context = contextWith({ arguments: { text, form } });
    expect(valueOf('util.str.normalize(ctx.args.text, ctx.args.form)', context)).toBe(
      text.normalize(form.toUpperCase()),
    );
  });

  it('refuses another form', () => {
    expect(run("return util.str.normalize('a', 'NFC');").error?.message).toContain('util.str.normalize: ');
  });
});

describe('what a handler sees of errors', () => {
  it('shows those that earlier handlers of the resolver appended', () => {
    const outErrors = [{ message: 'Beware', errorType: 'Warning', data: { a: 1 }, errorInfo: null }];
    expect(valueOf('ctx.outErrors', contextWith({ outErrors }))).toEqual(outErrors);
    expect(valueOf('ctx.outErrors')).toEqual([]);
  });
});
