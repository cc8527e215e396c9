import * as v from 'valibot';
import { defineFunction } from '../shared/define-function.ts';

const Name = v.pipe(v.string(), v.nonEmpty());

export default defineFunction({
  description: 'Mails invitations to organizations',
  timeoutSeconds: 60,
  memoryMb: 256,
  environment: v.object({
    IDENTITIES_TABLE: Name,
    ORGANIZATIONS_TABLE: Name,
    MAIL_FROM: Name,
    // Where people sign up and sign in; empty where there is no front end to link to.
    SIGN_IN_URL: v.union([v.literal(''), v.pipe(v.string(), v.url())]),
  }),
});
