import type { Cognito } from '../../cognito/cognito.ts';
import { functionArn, localArn } from '../../shared/arns.ts';
import { LOCAL_REGION } from '../../shared/service.ts';
import { MAIL_FROM, physicalName } from '../names.ts';

/** Fixed ids, so that a front end's configuration outlives `make clean-data`. */
export const POOL_ID = `${LOCAL_REGION}_SondeLoca`;
const CLIENT_ID = 'sondelocalbrowser00000000a';
const SERVICE_CLIENT_ID = 'sondelocalservice00000000a';

export const PASSWORD_POLICY = {
  MinimumLength: 12,
  RequireLowercase: false,
  RequireUppercase: false,
  RequireNumbers: false,
  RequireSymbols: false,
  TemporaryPasswordValidityDays: 7,
};

export interface UserPoolIds {
  poolId: string;
  /** Of the client for browsers. */
  clientId: string;
  serviceClientId: string;
}

/** The user pool and its clients, for browsers and for services, with the settings of Terraform's module `auth`. */
export async function ensureUserPool(cognito: Cognito): Promise<UserPoolIds> {
  const poolId = await ensurePool(cognito);
  return {
    poolId,
    clientId: await ensureBrowserClient(cognito, poolId),
    serviceClientId: await ensureServiceClient(cognito, poolId),
  };
}

function ensurePool(cognito: Cognito): Promise<string> {
  return cognito.ensurePool({
    poolId: POOL_ID,
    multiFactor: { MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } },
    pool: {
      PoolName: physicalName('users'),
      UserPoolTier: 'ESSENTIALS',
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      EmailConfiguration: {
        EmailSendingAccount: 'DEVELOPER',
        From: MAIL_FROM,
        SourceArn: localArn('ses', `identity/${MAIL_FROM}`),
      },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      Policies: {
        PasswordPolicy: PASSWORD_POLICY,
      },
      LambdaConfig: {
        PreSignUp: functionArn(physicalName('pre-sign-up')),
        CustomMessage: functionArn(physicalName('custom-message')),
        PreTokenGenerationConfig: {
          LambdaArn: functionArn(physicalName('pre-token-generation')),
          LambdaVersion: 'V2_0',
        },
      },
    },
  });
}

function ensureBrowserClient(cognito: Cognito, poolId: string): Promise<string> {
  return cognito.ensureClient(poolId, {
    clientId: CLIENT_ID,
    client: {
      ClientName: physicalName('browser'),
      GenerateSecret: false,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      AccessTokenValidity: 15,
      IdTokenValidity: 15,
      RefreshTokenValidity: 30,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
      WriteAttributes: ['email', 'locale', 'name'],
      ReadAttributes: ['email', 'email_verified', 'locale', 'name'],
    },
  });
}

/** Servers keep their secret, and send it: they have no use for SRP. */
function ensureServiceClient(cognito: Cognito, poolId: string): Promise<string> {
  return cognito.ensureClient(poolId, {
    clientId: SERVICE_CLIENT_ID,
    client: {
      ClientName: physicalName('service'),
      GenerateSecret: false,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      AccessTokenValidity: 15,
      IdTokenValidity: 15,
      RefreshTokenValidity: 1,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
      WriteAttributes: ['locale'],
      ReadAttributes: ['email', 'email_verified'],
    },
  });
}
