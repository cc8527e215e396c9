import * as v from 'valibot';
import { AttributeName } from '../input.ts';
import { notSupported } from '../errors.ts';

const PasswordPolicy = v.object({
  MinimumLength: v.optional(v.pipe(v.number(), v.integer(), v.minValue(6), v.maxValue(99)), 8),
  RequireUppercase: v.optional(v.boolean(), false),
  RequireLowercase: v.optional(v.boolean(), false),
  RequireNumbers: v.optional(v.boolean(), false),
  RequireSymbols: v.optional(v.boolean(), false),
  TemporaryPasswordValidityDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(365)), 7),
});
export type PasswordPolicy = v.InferOutput<typeof PasswordPolicy>;

/** What a pool has that says nothing about passwords: the documented default policy. */
const DEFAULT_POLICY = {
  PasswordPolicy: {
    MinimumLength: 8,
    RequireUppercase: true,
    RequireLowercase: true,
    RequireNumbers: true,
    RequireSymbols: true,
    TemporaryPasswordValidityDays: 7,
  },
};

const FunctionArn = v.pipe(v.string(), v.regex(/^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/));
const LambdaConfig = v.objectWithRest(
  {
    PreSignUp: v.optional(FunctionArn),
    PostConfirmation: v.optional(FunctionArn),
    CustomMessage: v.optional(FunctionArn),
    PreTokenGeneration: v.optional(FunctionArn),
    PreTokenGenerationConfig: v.optional(
      v.object({ LambdaVersion: v.picklist(['V1_0', 'V2_0']), LambdaArn: FunctionArn }),
    ),
  },
  v.unknown(),
);
export type LambdaConfig = v.InferOutput<typeof LambdaConfig>;
const TRIGGERS = ['PreSignUp', 'PostConfirmation', 'CustomMessage', 'PreTokenGeneration', 'PreTokenGenerationConfig'];

const Text = v.pipe(v.string(), v.maxLength(20_000));
const Subject = v.pipe(v.string(), v.maxLength(140));

/**
 * What UpdateUserPool replaces. Members that change nothing on a laptop (SMS, add-ons, tags …) are kept as they came, to be
 * described again.
 */
export const PoolSettings = v.object({
  Policies: v.optional(
    v.object({ PasswordPolicy: v.optional(PasswordPolicy, DEFAULT_POLICY.PasswordPolicy) }),
    DEFAULT_POLICY,
  ),
  LambdaConfig: v.optional(LambdaConfig, {}),
  AutoVerifiedAttributes: v.optional(v.array(v.string()), []),
  UserAttributeUpdateSettings: v.optional(
    v.object({ AttributesRequireVerificationBeforeUpdate: v.optional(v.array(v.string()), []) }),
  ),
  VerificationMessageTemplate: v.optional(
    v.object({
      EmailMessage: v.optional(Text),
      EmailSubject: v.optional(Subject),
      DefaultEmailOption: v.optional(v.string(), 'CONFIRM_WITH_CODE'),
    }),
    {},
  ),
  EmailVerificationMessage: v.optional(Text),
  EmailVerificationSubject: v.optional(Subject),
  EmailConfiguration: v.optional(
    v.looseObject({ From: v.optional(v.string()), EmailSendingAccount: v.optional(v.string(), 'COGNITO_DEFAULT') }),
    {},
  ),
  AdminCreateUserConfig: v.optional(
    v.object({
      AllowAdminCreateUserOnly: v.optional(v.boolean(), false),
      InviteMessageTemplate: v.optional(
        v.looseObject({ EmailMessage: v.optional(Text), EmailSubject: v.optional(Subject) }),
      ),
    }),
    {},
  ),
  MfaConfiguration: v.optional(v.picklist(['OFF', 'ON', 'OPTIONAL']), 'OFF'),
  DeletionProtection: v.optional(v.picklist(['ACTIVE', 'INACTIVE']), 'INACTIVE'),
  AccountRecoverySetting: v.optional(v.unknown()),
  UserPoolTags: v.optional(v.record(v.string(), v.string()), {}),
  UserPoolAddOns: v.optional(v.unknown()),
  UserPoolTier: v.optional(v.picklist(['LITE', 'ESSENTIALS', 'PLUS']), 'ESSENTIALS'),
  DeviceConfiguration: v.optional(v.unknown()),
  SmsConfiguration: v.optional(v.unknown()),
  SmsVerificationMessage: v.optional(v.string()),
  SmsAuthenticationMessage: v.optional(v.string()),
});
export type PoolSettings = v.InferOutput<typeof PoolSettings>;

export const SchemaAttribute = v.object({
  Name: AttributeName,
  AttributeDataType: v.optional(v.picklist(['String', 'Number', 'DateTime', 'Boolean']), 'String'),
  DeveloperOnlyAttribute: v.optional(v.boolean(), false),
  Mutable: v.optional(v.boolean(), true),
  Required: v.optional(v.boolean(), false),
  StringAttributeConstraints: v.optional(
    v.object({ MinLength: v.optional(v.string()), MaxLength: v.optional(v.string()) }),
  ),
  NumberAttributeConstraints: v.optional(
    v.object({ MinValue: v.optional(v.string()), MaxValue: v.optional(v.string()) }),
  ),
});
export type SchemaAttribute = v.InferOutput<typeof SchemaAttribute>;

/** What a pool is born with and keeps. */
export const PoolIdentity = v.object({
  PoolName: v.pipe(v.string(), v.regex(/^[\w\s+=,.@-]+$/), v.maxLength(128)),
  Schema: v.optional(v.array(SchemaAttribute), []),
  UsernameAttributes: v.optional(v.array(v.string()), []),
  AliasAttributes: v.optional(v.array(v.string()), []),
  UsernameConfiguration: v.optional(v.object({ CaseSensitive: v.boolean() })),
});
export type PoolIdentity = v.InferOutput<typeof PoolIdentity>;

/** Refuses what a real pool could do and this one would silently not. */
export function refuseUnsupportedIdentity(identity: PoolIdentity): void {
  if (identity.AliasAttributes.length > 0) throw notSupported('AliasAttributes');
  if (identity.UsernameAttributes.some((name) => name !== 'email'))
    throw notSupported('A user name other than an e-mail');
  if (identity.UsernameConfiguration?.CaseSensitive) throw notSupported('UsernameConfiguration.CaseSensitive');
}

export function refuseUnsupportedSettings(settings: PoolSettings): void {
  const trigger = Object.keys(settings.LambdaConfig).find((name) => !TRIGGERS.includes(name));
  if (trigger) throw notSupported(`LambdaConfig.${trigger}`);
  if (settings.AutoVerifiedAttributes.some((name) => name !== 'email')) throw notSupported('Verification by SMS');
  const option = settings.VerificationMessageTemplate.DefaultEmailOption;
  if (option !== 'CONFIRM_WITH_CODE') throw notSupported(`DefaultEmailOption ${option}`);
}
