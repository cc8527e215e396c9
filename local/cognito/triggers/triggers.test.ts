import {
  AdminGetUserCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { AwsError } from '../../shared/aws-error.ts';
import { password, passwordAuth, refusal, startWithSdk } from '../testing/sdk.ts';

const { fixture, sdk, makePool, addUser, tokensOf, close } = await startWithSdk();
const arn = (name: string) => `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;

beforeEach(() => {
  fixture.events.length = 0;
});
afterAll(close);

test('pre sign-up refuses, or confirms and verifies; post confirmation is told', async () => {
  const { UserPoolId, ClientId } = await makePool({
    LambdaConfig: { PreSignUp: arn('pre-sign-up'), PostConfirmation: arn('post-confirmation') },
  });
  const signUp = (Username: string) =>
    sdk.send(new SignUpCommand({ ClientId, Username, Password: password, ClientMetadata: { locale: 'fr' } }));
  fixture.functions.set('pre-sign-up', () => {
    throw new Error('nobody invited you');
  });
  await expect(signUp('stranger@example.com')).rejects.toMatchObject(
    refusal('UserLambdaValidationException', 'PreSignUp failed with error nobody invited you.'),
  );
  await expect(
    sdk.send(new AdminGetUserCommand({ UserPoolId, Username: 'stranger@example.com' })),
  ).rejects.toMatchObject({ name: 'UserNotFoundException' });

  fixture.events.length = 0;
  fixture.functions.set('pre-sign-up', (event) => ({
    ...Object(event),
    response: { autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: false },
  }));
  const { UserConfirmed, UserSub } = await signUp('guest@example.com');
  expect(UserConfirmed).toBe(true);
  const common = { version: '1', region: 'eu-west-1', userPoolId: UserPoolId, userName: UserSub };
  const callerContext = { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: ClientId };
  expect(fixture.events).toEqual([
    {
      ...common,
      callerContext,
      triggerSource: 'PreSignUp_SignUp',
      request: {
        userAttributes: { email: 'guest@example.com' },
        validationData: {},
        clientMetadata: { locale: 'fr' },
      },
      response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    },
    {
      ...common,
      callerContext,
      triggerSource: 'PostConfirmation_ConfirmSignUp',
      request: {
        userAttributes: {
          sub: UserSub,
          'cognito:user_status': 'CONFIRMED',
          email: 'guest@example.com',
          email_verified: 'true',
        },
        clientMetadata: { locale: 'fr' },
      },
      response: {},
    },
  ]);
  expect(decodeJwt((await tokensOf(ClientId, 'guest@example.com')).id)).toMatchObject({ email_verified: true });
});

test('a V2_0 pre token generation shapes both tokens, and may refuse', async () => {
  const { UserPoolId, ClientId } = await makePool({
    LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: arn('tokens') } },
  });
  const username = await addUser(UserPoolId, 'ada@example.com');
  const claims = { organization_id: '01J', sub: 'forged', 'cognito:groups': ['forged'], limits: { devices: 3 } };
  fixture.functions.set('tokens', (event) => ({
    ...Object(event),
    response: {
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: { claimsToAddOrOverride: claims, claimsToSuppress: ['email_verified', 'iss'] },
        accessTokenGeneration: {
          claimsToAddOrOverride: { ...claims, client_id: 'forged' },
          scopesToAdd: ['sonde/read'],
        },
        groupOverrideDetails: { groupsToOverride: ['OPERATOR'], iamRolesToOverride: [], preferredRole: '' },
      },
    },
  }));
  const { access, id, refresh } = await tokensOf(ClientId, 'ada@example.com');
  expect(fixture.events).toEqual([
    {
      version: '2',
      region: 'eu-west-1',
      userPoolId: UserPoolId,
      userName: username,
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: ClientId },
      triggerSource: 'TokenGeneration_Authentication',
      request: {
        userAttributes: {
          sub: username,
          'cognito:user_status': 'CONFIRMED',
          email: 'ada@example.com',
          email_verified: 'true',
        },
        groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
        scopes: ['aws.cognito.signin.user.admin'],
      },
      response: { claimsAndScopeOverrideDetails: null },
    },
  ]);
  const both = { sub: username, organization_id: '01J', 'cognito:groups': ['OPERATOR'], limits: { devices: 3 } };
  expect(decodeJwt(access)).toMatchObject({
    ...both,
    client_id: ClientId,
    scope: 'aws.cognito.signin.user.admin sonde/read',
  });
  expect(decodeJwt(id)).toMatchObject({ ...both, iss: `${fixture.url}/${UserPoolId}` });
  expect(decodeJwt(id)).not.toHaveProperty('email_verified');

  fixture.functions.set('tokens', () => {
    throw new Error('This identity is suspended');
  });
  const refused = refusal(
    'UserLambdaValidationException',
    'PreTokenGeneration failed with error This identity is suspended.',
  );
  await expect(sdk.send(passwordAuth(ClientId, 'ada@example.com'))).rejects.toMatchObject(refused);
  await expect(
    sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: refresh })),
  ).rejects.toMatchObject(refused);
  expect(fixture.events.at(-1)).toMatchObject({ triggerSource: 'TokenGeneration_RefreshTokens' });
  fixture.functions.set('tokens', () => 'no event');
  await expect(sdk.send(passwordAuth(ClientId, 'ada@example.com'))).rejects.toMatchObject(
    refusal('InvalidLambdaResponseException', 'Unrecognizable lambda output'),
  );
});

test('a V1_0 pre token generation shapes the ID token only, but the groups of both', async () => {
  const { UserPoolId, ClientId } = await makePool({ LambdaConfig: { PreTokenGeneration: arn('tokens-v1') } });
  await addUser(UserPoolId, 'ada@example.com');
  fixture.functions.set('tokens-v1', (event) => ({
    ...Object(event),
    response: {
      claimsOverrideDetails: {
        claimsToAddOrOverride: { family_name: 'Keller' },
        groupOverrideDetails: { groupsToOverride: ['VIEWER'] },
      },
    },
  }));
  const { access, id } = await tokensOf(ClientId, 'ada@example.com');
  expect(fixture.events.at(-1)).toMatchObject({ version: '1', response: { claimsOverrideDetails: null } });
  expect(decodeJwt(id)).toMatchObject({ family_name: 'Keller', 'cognito:groups': ['VIEWER'] });
  expect(decodeJwt(access)).toMatchObject({ 'cognito:groups': ['VIEWER'] });
  expect(decodeJwt(access)).not.toHaveProperty('family_name');
});

test('the metadata of a refresh reaches the trigger, that of InitiateAuth does not', async () => {
  const { UserPoolId, ClientId } = await makePool({
    LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: arn('echo') } },
  });
  await addUser(UserPoolId, 'ada@example.com');
  const ClientMetadata = { organization: 'another' };
  const AuthParameters = { USERNAME: 'ada@example.com', PASSWORD: password };
  const { AuthenticationResult } = await sdk.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters, ClientMetadata }),
  );
  expect(fixture.events.at(-1)).not.toHaveProperty('request.clientMetadata');
  const RefreshToken = AuthenticationResult?.RefreshToken;
  await sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken, ClientMetadata }));
  expect(fixture.events.at(-1)).toHaveProperty('request.clientMetadata', ClientMetadata);
});

test('a function whose resource policy does not let the pool invoke it is named', async () => {
  const { UserPoolId, ClientId } = await makePool({ LambdaConfig: { PreSignUp: arn('pre-sign-up') } });
  fixture.functions.set('pre-sign-up', () => {
    throw new AwsError('AccessDeniedException', 'no resource-based policy allows it', {}, 403);
  });
  const signUp = new SignUpCommand({ ClientId, Username: 'eve@example.com', Password: password });
  await expect(sdk.send(signUp)).rejects.toMatchObject(
    refusal('UnexpectedLambdaException', 'PreSignUp invocation failed due to error AccessDeniedException.'),
  );
  expect(fixture.callers.at(-1)).toEqual({
    service: 'cognito-idp.amazonaws.com',
    sourceArn: `arn:aws:cognito-idp:eu-west-1:000000000000:userpool/${UserPoolId}`,
  });
});
