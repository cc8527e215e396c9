import type { Context } from '../context.ts';
import type { Pool } from '../store.ts';

/** What a mail of a pool carries. */
type Content = { kind: 'code'; code: string } | { kind: 'invitation'; username: string; password: string };

const SENDER = 'no-reply@verificationemail.com';

/** Mails a user by the pool's own template, or by the text that Cognito has for pools without one. */
export async function sendMessage({ mail }: Context, pool: Pool, to: string, content: Content): Promise<void> {
  const { subject, message } = content.kind === 'code' ? codeMessage(pool, content.code) : invitation(pool, content);
  const html = /<[a-z]/i.test(message);
  await mail.deliver({
    from: pool.settings.EmailConfiguration.From ?? SENDER,
    to: [to],
    subject,
    text: html ? plainText(message) : message,
    ...(html && { html: message }),
  });
}

function codeMessage({ settings }: Pool, code: string) {
  const { EmailMessage, EmailSubject } = settings.VerificationMessageTemplate;
  const message = EmailMessage ?? settings.EmailVerificationMessage ?? 'Your verification code is {####}.';
  return {
    subject: EmailSubject ?? settings.EmailVerificationSubject ?? 'Your verification code',
    message: message.replaceAll('{####}', code),
  };
}

function invitation({ settings }: Pool, { username, password }: { username: string; password: string }) {
  const template = settings.AdminCreateUserConfig.InviteMessageTemplate;
  const message = template?.EmailMessage ?? 'Your username is {username} and temporary password is {####}.';
  return {
    subject: template?.EmailSubject ?? 'Your temporary password',
    message: message.replaceAll('{username}', username).replaceAll('{####}', password),
  };
}

function plainText(html: string): string {
  return html
    .replace(/<br\s*\/?>|<\/p>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .trim();
}
