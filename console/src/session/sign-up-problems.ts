import * as v from 'valibot';
import type { MessageId } from '../i18n/messages.ts';

/** The user pool's own limit for what people sign in by, and Sonde's for names. */
export const LIMITS = { name: 200, address: 128, password: 256 } as const;

const problem = (id: MessageId): string => id;
const Name = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(problem('session.problem.blankName')),
  v.maxLength(LIMITS.name, problem('session.problem.longName')),
);

/** What one signs up with. What is still empty the browser asks for. */
const Entered = v.object({
  name: v.optional(v.union([v.literal(''), Name])),
  email: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(LIMITS.address, problem('session.problem.longAddress')))),
  password: v.optional(v.pipe(v.string(), v.maxLength(LIMITS.password, problem('session.refusal.longPassword')))),
});

/** What is wrong with what somebody signs up with, by field: the ids of what to say, by which the Authenticator's vocabulary has it. */
export function signUpProblems(entered: object): Record<string, string> {
  const parsed = v.safeParse(Entered, entered);
  if (parsed.success) return {};
  return Object.fromEntries(parsed.issues.map((issue) => [v.getDotPath(issue) ?? '', issue.message]));
}
