import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExportMailInput, MailedOutcome } from './export-mail.ts';
import { exportMail } from './export-mail.ts';
import { documentOf } from '../../shared/mail/testing/document.ts';
import { fileOf, inputWith, succeeded } from './testing/inputs.ts';

const aggregated = {
  ...inputWith().request,
  devices: null,
  metrics: null,
  layout: 'WIDE',
  window: 900_000_000_000n,
  statistics: ['AVG', 'MIN', 'MAX', 'COUNT', 'P95'],
} as const satisfies Partial<ExportMailInput['request']>;
const request = { ...aggregated, statistics: [...aggregated.statistics] };
const parquet = { ...inputWith().request, format: 'PARQUET' } as const;

const outcomes: Record<string, Partial<ExportMailInput>> = {
  'one file': {},
  'several files': {
    request: parquet,
    outcome: { ...succeeded, files: [fileOf(0, 1), fileOf(1, 1_234_566)] },
  },
  statistics: { request },
  'no readings, in a file': { outcome: { ...succeeded, rows: 0, bytes: 91 } },
  'no readings, in no file': { request: parquet, outcome: { ...succeeded, files: [], rows: 0, bytes: 0 } },
  'a failure': {
    outcome: { kind: 'FAILED', type: 'LimitExceededError', message: 'The export is over 50 GB; ask for fewer devices' },
  },
};

describe.each(['en', 'fr'] as const)('the mail in %s', (locale) => {
  it.each(Object.entries(outcomes))('tells of %s', (_name, changes) => {
    const { subject, text, html } = exportMail(inputWith({ locale, ...changes }));
    expect(`${subject}\n\n${text}`).toMatchSnapshot();
    expect(html).toMatchSnapshot();
  });

  it.each([
    'ValidationError',
    'NotFoundError',
    'ConflictError',
    'Unauthorized',
    'LimitExceededError',
    'TimeoutError',
    'InternalError',
  ])('says what to do where it failed by %s', (type) => {
    const message = 'what is wrong';
    const { text } = exportMail(inputWith({ locale, outcome: { kind: 'FAILED', type, message } }));
    expect(text.split('\n\n').slice(3, 5)).toMatchSnapshot();
  });

  it('takes a failure of a kind that it does not know for one of the service', () => {
    const failed = (type: string) =>
      exportMail(inputWith({ locale, outcome: { kind: 'FAILED', type, message: 'x' } })).text;
    expect(failed('constructor')).toBe(failed('InternalError'));
  });

  it('lists 50 files, and says how to get the others', () => {
    const files = Array.from({ length: 1234 }, (_, index) => fileOf(index));
    const { text, html } = exportMail(inputWith({ locale, outcome: { ...succeeded, files } }));
    expect(linksOf(html)).toHaveLength(50);
    expect(text.split('\n\n').at(-3)).toMatchSnapshot();
  });
});

const locale = fc.constantFrom('en' as const, 'fr' as const);
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({
    unit: fc.constantFrom(...Array.from('<>&"\'/=`!-[]\r\n\t\0\u2028\u202e\u2066\u200f\ud800\u0085\u05d0ab é')),
  }),
  fc.constantFrom(
    '</title><script>alert(1)</script>',
    '" onmouseover="x',
    '<!--',
    ']]>',
    '&lt;',
    '${x}',
    "'><img src=x>",
  ),
);
const hostileFile = fc.record({
  name: hostile,
  bytes: fc.nat(),
  rows: fc.option(fc.nat(), { nil: undefined }),
  url: fc.webUrl({ withQueryParameters: true, withFragments: true }),
});
const outcome: fc.Arbitrary<MailedOutcome> = fc.oneof(
  fc.record({
    kind: fc.constant('SUCCEEDED' as const),
    files: fc.array(hostileFile, { maxLength: 4 }),
    rows: fc.nat(),
    bytes: fc.maxSafeNat(),
    expiresAt: fc.constant('2026-03-08T09:30:59.999Z'),
  }),
  fc.record({ kind: fc.constant('FAILED' as const), type: hostile, message: hostile }),
);
const hostileInput = fc
  .record({
    locale,
    organizationName: hostile,
    recipientName: hostile,
    requestedByName: hostile,
    names: fc.array(hostile, { maxLength: 12 }),
    outcome,
  })
  .map(({ names, ...rest }) =>
    inputWith({ ...rest, request: { ...inputWith().request, devices: { count: 12, names } } }),
  );

describe('what others wrote', () => {
  it('never becomes more than text in the HTML', () => {
    fc.assert(
      fc.property(hostileInput, (input) => {
        const { html } = exportMail(input);
        // The same mail with harmless names has the same elements with the same attributes, but for its links.
        expect(shapeOf(html)).toEqual(shapeOf(exportMail(harmless(input)).html));
      }),
    );
  });

  it('neither breaks a line nor turns its direction', () => {
    fc.assert(
      fc.property(hostileInput, (input) => {
        const { subject, text, html } = exportMail(input);
        expect(subject).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066\u2067]/u);
        expect(`${text}${html}`).not.toMatch(/[^\P{Cc}\n]|[\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066\u2067]/u);
        expect(text.split('\n')).toHaveLength(exportMail(harmless(input)).text.split('\n').length);
        expect(count(text, '\u2068')).toBe(count(text, '\u2069'));
        expect(subject.length).toBeLessThan(600);
      }),
    );
  });

  it('leaves every link in the text and in the HTML', () => {
    fc.assert(
      fc.property(hostileInput, (input) => {
        const { text, html } = exportMail(input);
        const urls = input.outcome.kind === 'SUCCEEDED' ? input.outcome.files.map(({ url }) => url) : [];
        expect(linksOf(html)).toEqual(urls);
        for (const url of urls) expect(text.split('\n')).toContain(url);
      }),
    );
  });
});

it('names nothing that would have to be loaded', () => {
  const { html } = exportMail(inputWith());
  expect(html).not.toMatch(/\bsrc=|url\(|<link|<script|<img|@import/i);
});

function harmless(input: ExportMailInput): ExportMailInput {
  const { outcome: result } = input;
  const names = (input.request.devices?.names ?? []).map(() => 'x');
  return {
    ...input,
    organizationName: 'x',
    recipientName: 'x',
    requestedByName: 'x',
    request: { ...input.request, devices: { count: 12, names } },
    outcome:
      result.kind === 'FAILED'
        ? { ...result, message: 'x' }
        : { ...result, files: result.files.map((file) => ({ ...file, name: 'x' })) },
  };
}

function shapeOf(html: string): string[] {
  return documentOf(html).map(({ name, attributes }) => `${name} ${JSON.stringify(attributes)}`);
}

function linksOf(html: string): (string | undefined)[] {
  return documentOf(html).flatMap(({ name, attributes }) => (name === 'a' ? [attributes.href] : []));
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
