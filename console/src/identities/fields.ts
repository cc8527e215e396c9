import * as v from 'valibot';
import type { MessageId } from '../i18n/messages.ts';
import type { Role } from '../session/roles.ts';
import type { Identity } from './identity.ts';

const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
const Email = v.pipe(v.string(), v.trim(), v.maxLength(254), v.rfcEmail(), v.regex(/@.+\./));

/** What can be said of a person before they are there. */
export interface PersonValues {
  name: string;
  email: string;
  role: Role;
  locale: Identity['locale'];
}

/** What is wrong with a name; null where nothing is. */
export function nameProblem(name: string): MessageId | null {
  return v.is(Name, name) ? null : 'identities.name.problem';
}

/** What is wrong with an e-mail address; null where nothing is. */
export function emailProblem(email: string): MessageId | null {
  return v.is(Email, email) ? null : 'identities.email.problem';
}
