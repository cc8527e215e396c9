import * as v from 'valibot';

/** The event of a pre sign-up trigger. Source: Amazon Cognito Developer Guide, "Pre sign-up Lambda trigger". */
export const PreSignUpEvent = v.looseObject({
  triggerSource: v.picklist(['PreSignUp_SignUp', 'PreSignUp_AdminCreateUser', 'PreSignUp_ExternalProvider']),
  request: v.looseObject({ userAttributes: v.looseObject({ email: v.optional(v.string()) }) }),
});
export type PreSignUpEvent = v.InferOutput<typeof PreSignUpEvent>;
