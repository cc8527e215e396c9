import type { Mail } from '../../shared/ports.ts';
import type { Context } from '../context.ts';
import type { Pool } from '../store.ts';
import { CODE, USERNAME, customMessage, type MessageRequest } from '../triggers/custom-message.ts';

/** What a mail of a pool carries. */
type Content = { kind: 'code'; code: string } | { kind: 'invitation'; username: string; password: string };

const SENDER = 'no-reply@verificationemail.com';

/** The mail to a user: what the custom message trigger wrote, else the pool's own template, else the text that Cognito has for pools without one. */
export async function writeMessage(
  context: Context,
  to: string,
  content: Content,
  request: MessageRequest,
): Promise<Mail> {
  const { pool } = request;
  const written = await customMessage(context, request);
  const template = content.kind === 'code' ? codeTemplate(pool) : invitationTemplate(pool);
  const message = fill(written.message ?? template.message, content);
  const html = /<[a-z!]/i.test(message);
  return {
    from: pool.settings.EmailConfiguration.From ?? SENDER,
    to: [to],
    subject: written.subject ?? template.subject,
    text: html ? plainText(message) : message,
    ...(html && { html: message }),
  };
}

function fill(message: string, content: Content): string {
  if (content.kind === 'code') return message.replaceAll(CODE, () => content.code);
  return message.replaceAll(USERNAME, () => content.username).replaceAll(CODE, () => content.password);
}

function codeTemplate({ settings }: Pool) {
  const { EmailMessage, EmailSubject } = settings.VerificationMessageTemplate;
  return {
    subject: EmailSubject ?? settings.EmailVerificationSubject ?? 'Your verification code',
    message: EmailMessage ?? settings.EmailVerificationMessage ?? `Your verification code is ${CODE}.`,
  };
}

function invitationTemplate({ settings }: Pool) {
  const template = settings.AdminCreateUserConfig.InviteMessageTemplate;
  return {
    subject: template?.EmailSubject ?? 'Your temporary password',
    message: template?.EmailMessage ?? `Your username is ${USERNAME} and temporary password is ${CODE}.`,
  };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' };

/** The words of HTML, for the mailbox: Cognito itself sends no plain text beside it. */
function plainText(html: string): string {
  return html
    .replace(/<head\b[\s\S]*?<\/head>/gi, '')
    .replace(/\s+/g, ' ')
    .replace(/<br\s*\/?>|<\/(p|h[1-6]|tr|div|li)>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity)
    .replace(/ *\n\s*/g, '\n')
    .trim();
}
