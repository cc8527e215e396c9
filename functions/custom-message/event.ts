import * as v from 'valibot';

/** Those of the sources that Sonde's pool mails for, and the one of codes at sign-in. */
export const Source = v.picklist([
  'CustomMessage_SignUp',
  'CustomMessage_ResendCode',
  'CustomMessage_ForgotPassword',
  'CustomMessage_UpdateUserAttribute',
  'CustomMessage_VerifyUserAttribute',
  'CustomMessage_Authentication',
  'CustomMessage_AdminCreateUser',
]);
export type Source = v.InferOutput<typeof Source>;

/** The event of a custom message trigger. Source: Amazon Cognito Developer Guide, "Custom message Lambda trigger". */
export const CustomMessageEvent = v.looseObject({
  triggerSource: Source,
  request: v.looseObject({
    userAttributes: v.looseObject({ email: v.optional(v.string()), locale: v.optional(v.string()) }),
    codeParameter: v.string(),
    /** Of a user made by an administrator alone. */
    usernameParameter: v.nullish(v.string(), null),
  }),
});
export type CustomMessageEvent = v.InferOutput<typeof CustomMessageEvent>;
