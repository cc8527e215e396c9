import * as v from 'valibot';
import { AwsError } from '../../shared/aws-error.ts';
import type { Context } from '../context.ts';
import { invalidParameter } from '../errors.ts';
import type { Pool, User } from '../store.ts';
import { runTrigger, userAttributes } from './trigger.ts';

/** What stands in a message for the code or the temporary password, for the user name, and for a link. */
export const CODE = '{####}';
export const USERNAME = '{username}';
const LINK = '{##Click Here##}';

/** Those that this stand-in sends ("Custom message Lambda trigger", trigger sources): it has no codes of sign-in. */
export type MessageSource =
  | 'CustomMessage_SignUp'
  | 'CustomMessage_AdminCreateUser'
  | 'CustomMessage_ResendCode'
  | 'CustomMessage_ForgotPassword'
  | 'CustomMessage_UpdateUserAttribute'
  | 'CustomMessage_VerifyUserAttribute';

/** Why a message is sent, and on whose request. */
export interface MessageRequest {
  triggerSource: MessageSource;
  pool: Pool;
  clientId: string;
  user: User;
  clientMetadata: Readonly<Record<string, string>>;
}

const Response = v.object({ emailMessage: v.nullish(v.string()), emailSubject: v.nullish(v.string()) });

/** What the trigger wrote; what it left out is the pool's to say. */
export interface CustomMessage {
  subject: string | undefined;
  message: string | undefined;
}

/** Asks the custom message trigger for a mail's subject and body, and refuses those that Cognito would not send. */
export async function customMessage(context: Context, request: MessageRequest): Promise<CustomMessage> {
  const { triggerSource, pool, clientId, user, clientMetadata } = request;
  const arn = pool.settings.LambdaConfig.CustomMessage;
  if (!arn) return { subject: undefined, message: undefined };
  const isInvitation = triggerSource === 'CustomMessage_AdminCreateUser';
  const event = {
    trigger: 'CustomMessage',
    version: '1',
    triggerSource,
    pool,
    userName: user.username,
    clientId,
    request: {
      userAttributes: userAttributes(user),
      codeParameter: CODE,
      linkParameter: LINK,
      usernameParameter: isInvitation ? USERNAME : null,
      clientMetadata,
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  };
  const { emailMessage, emailSubject } = await runTrigger(context, arn, event, Response);
  const written = { subject: emailSubject ?? undefined, message: emailMessage ?? undefined };
  requireSender(pool, written);
  if (written.subject !== undefined) checkSubject(written.subject);
  if (written.message !== undefined) checkMessage(written.message, isInvitation);
  return written;
}

/** "emailMessage": Cognito's own sender takes no messages of triggers. */
function requireSender({ settings }: Pool, { subject, message }: CustomMessage): void {
  const written = subject !== undefined || message !== undefined;
  if (written && settings.EmailConfiguration.EmailSendingAccount !== 'DEVELOPER')
    throw new AwsError(
      'InvalidLambdaResponseException',
      'emailMessage and emailSubject are allowed only if the EmailSendingAccount of the user pool is DEVELOPER.',
    );
}

/** Letters, marks, symbols, digits, punctuation and plain white space: no character of layout, such as a no-break space. */
const TEXT = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P} \\t\\n\\v\\f\\r]*';
const SUBJECT = new RegExp(`^${TEXT}$`, 'u');
const BODY = new RegExp(`^${TEXT}\\{####\\}${TEXT}$`, 'u');
const MAX_SUBJECT = 140;
const MAX_MESSAGE = 20_000;

function checkSubject(subject: string): void {
  if (subject.length > MAX_SUBJECT) throw tooLong('emailSubject', MAX_SUBJECT);
  if (!SUBJECT.test(subject)) throw noMatch('emailSubject', '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s]+');
}

function checkMessage(message: string, isInvitation: boolean): void {
  if (message.length > MAX_MESSAGE) throw tooLong('emailBody', MAX_MESSAGE);
  if (!BODY.test(message))
    throw noMatch('emailBody', '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*\\{####\\}[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*');
  if (isInvitation && !message.includes(USERNAME))
    throw invalidParameter(`The message of an invitation must have both ${USERNAME} and ${CODE}.`);
}

const violation = (member: string, constraint: string) =>
  invalidParameter(`1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`);
const tooLong = (member: string, length: number) =>
  violation(member, `Member must have length less than or equal to ${length}`);
const noMatch = (member: string, pattern: string) =>
  violation(member, `Member must satisfy regular expression pattern: ${pattern}`);
