import { describe, expect, it } from 'vitest';
import { documentOf } from '../shared/mail/testing/document.ts';
import { Source } from './event.ts';
import { messageOf } from './message.ts';

/** What Cognito takes. Source: Amazon Cognito user pools API Reference, "VerificationMessageTemplateType", members EmailMessage and EmailSubject. */
const BODY = /^[\p{L}\p{M}\p{S}\p{N}\p{P} \t\n\r]*\{####\}[\p{L}\p{M}\p{S}\p{N}\p{P} \t\n\r]*$/u;
const SUBJECT = /^[\p{L}\p{M}\p{S}\p{N}\p{P} ]{1,140}$/u;

function eventOf(triggerSource: Source) {
  const usernameParameter = triggerSource === 'CustomMessage_AdminCreateUser' ? '{username}' : null;
  return { triggerSource, request: { userAttributes: {}, codeParameter: '{####}', usernameParameter } };
}

describe.each(['en', 'fr'] as const)('in %s', (locale) => {
  it.each(Source.options)('the mail of %s is one that Cognito sends', (source) => {
    const { emailSubject, emailMessage } = messageOf(eventOf(source), locale);
    expect(emailSubject).toMatch(SUBJECT);
    expect(emailMessage).toMatch(BODY);
    expect(emailMessage.length).toBeLessThan(20_000);
    expect(emailMessage.includes('{username}')).toBe(source === 'CustomMessage_AdminCreateUser');
    const elements = documentOf(emailMessage);
    expect(elements.find(({ name }) => name === 'html')?.attributes.lang).toMatch(new RegExp(`^${locale}-`));
    expect(/<h1[^>]*>([^<]*)<\/h1>/.exec(emailMessage)?.[1]).toContain('{####}');
    expect(wordsOf(emailSubject, emailMessage)).toMatchSnapshot();
  });
});

it('loads nothing from elsewhere', () => {
  const { emailMessage } = messageOf(eventOf('CustomMessage_SignUp'), 'en');
  expect(emailMessage).not.toMatch(/\bsrc=|\bhref=|url\(|<link|<script|<img|@import/i);
});

function wordsOf(subject: string, html: string): string {
  const body = html
    .replace(/<head>[\s\S]*<\/head>/, '')
    .replace(/<[^>]*>/g, '')
    .replace(/\n+/g, '\n');
  return `${subject}\n${body}`;
}
