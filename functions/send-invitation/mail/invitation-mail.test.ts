import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentOf } from '../../shared/mail/testing/document.ts';
import { invitationMail, type InvitationMailInput } from './invitation-mail.ts';

const input: InvitationMailInput = {
  locale: 'en',
  organizationName: 'Météo & Cie',
  name: 'Ada <Countess>',
  email: 'ada@example.org',
  role: 'OPERATOR',
  expiresAt: '2026-03-01T09:30:59.999Z',
  signInUrl: 'https://sonde.example/sign-in?from=mail&x=1',
};

describe.each(['en', 'fr'] as const)('the mail in %s', (locale) => {
  it('says who invites whom to what, and how to accept', () => {
    const { subject, text, html } = invitationMail({ ...input, locale });
    expect(`${subject}\n\n${text}`).toMatchSnapshot();
    expect(html).toMatchSnapshot();
  });

  it.each(['ADMINISTRATOR', 'VIEWER'] as const)('names the role %s', (role) => {
    const { text } = invitationMail({ ...input, locale, role });
    expect(text.split('\n').find((line) => /^- R[oô]le/.test(line))).toMatchSnapshot();
  });

  it('has no link where there is no front end', () => {
    const { text, html } = invitationMail({ ...input, locale, signInUrl: '' });
    expect(text).not.toContain('http');
    expect(documentOf(html).filter(({ name }) => name === 'a')).toEqual([]);
  });
});

it('leaves what others wrote text, of one line', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom('</title><script>alert(1)</script>', '" onmouseover="x', '\r\nBcc: b@example.org', '\u202egpj'),
  );
  const shapeOf = (html: string) => documentOf(html).map(({ name, attributes }) => [name, attributes]);
  fc.assert(
    fc.property(fc.constantFrom('en' as const, 'fr' as const), hostile, hostile, (locale, organizationName, name) => {
      const { subject, text, html } = invitationMail({ ...input, locale, organizationName, name });
      const plain = invitationMail({ ...input, locale, organizationName: 'x', name: 'x' });
      expect(shapeOf(html)).toEqual(shapeOf(plain.html));
      expect(text.split('\n')).toHaveLength(plain.text.split('\n').length);
      expect(subject).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e]/u);
    }),
    { numRuns: 50 },
  );
});
