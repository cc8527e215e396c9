import * as v from 'valibot';
import { SondeError } from '../shared/errors.ts';
import { normalizeEmail } from '../shared/names.ts';

/** The event of a pre token generation trigger, V2_0. Source: Amazon Cognito Developer Guide, "Pre token generation Lambda trigger". */
export const TokenEvent = v.looseObject({
  request: v.looseObject({
    userAttributes: v.looseObject({
      sub: v.pipe(v.string(), v.nonEmpty()),
      email: v.optional(v.string()),
      email_verified: v.optional(v.string()),
      name: v.optional(v.string()),
    }),
  }),
});
export type TokenEvent = v.InferOutput<typeof TokenEvent>;

/** Who is signing in, as Cognito knows them. */
export interface Person {
  sub: string;
  /** Verified, in lower case. */
  email: string;
  name: string | undefined;
}

/**
 * The person that tokens are asked for.
 * @throws SondeError that the person may read, where their address is not verified: it says whose invitations are theirs
 */
export function personOf({ request: { userAttributes } }: TokenEvent): Person {
  const { sub, email, email_verified: verified, name } = userAttributes;
  if (email === undefined || verified !== 'true')
    throw new SondeError('Unauthorized', 'Your e-mail address is not verified; confirm it with the code sent to it.');
  return { sub, email: normalizeEmail(email), name };
}
