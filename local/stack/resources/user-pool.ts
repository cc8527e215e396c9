import type { Cognito } from '../../cognito/cognito.ts';
import { functionArn } from '../../shared/arns.ts';
import { LOCAL_REGION } from '../../shared/service.ts';
import { physicalName } from '../names.ts';

/** Fixed ids, so that a front end's configuration outlives `make clean-data`. */
const POOL_ID = `${LOCAL_REGION}_SondeLoca`;
const CLIENT_ID = 'sondelocalbrowser00000000a';

/** The user pool and its client for browsers, with the settings of Terraform's module `auth`. */
export async function ensureUserPool(cognito: Cognito): Promise<{ poolId: string; clientId: string }> {
  return cognito.ensurePool({
    poolId: POOL_ID,
    clientId: CLIENT_ID,
    pool: {
      PoolName: physicalName('users'),
      UserPoolTier: 'ESSENTIALS',
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: false,
          RequireUppercase: false,
          RequireNumbers: false,
          RequireSymbols: false,
          TemporaryPasswordValidityDays: 7,
        },
      },
      LambdaConfig: {
        PreSignUp: functionArn(physicalName('pre-sign-up')),
        PreTokenGenerationConfig: {
          LambdaArn: functionArn(physicalName('pre-token-generation')),
          LambdaVersion: 'V2_0',
        },
      },
    },
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
      WriteAttributes: ['locale', 'name'],
      ReadAttributes: ['email', 'email_verified', 'locale', 'name'],
    },
  });
}
