import {
  AdminCreateUserCommand,
  AdminUpdateUserAttributesCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { AwsError } from '../../shared/aws-error.ts';
import { password, refusal, startWithSdk } from '../testing/sdk.ts';

const { fixture, sdk, makePool, addUser, tokensOf, close } = await startWithSdk();
const ARN = 'arn:aws:lambda:eu-west-1:000000000000:function:message';
const DEVELOPER = { EmailSendingAccount: 'DEVELOPER', From: 'no-reply@example.org' } as const;
const ClientMetadata = { page: 'sign-up' };

beforeEach(() => {
  fixture.events.length = 0;
  fixture.mails.length = 0;
  fixture.functions.clear();
});
afterAll(close);

const poolWithTrigger = (more: object = {}) =>
  makePool({ LambdaConfig: { CustomMessage: ARN }, EmailConfiguration: DEVELOPER, ...more });

function answer(response: object): void {
  fixture.functions.set('message', (event) => ({ ...Object(event), response }));
}

test('each kind of mail has its source, and is what the trigger writes', async () => {
  const { UserPoolId, ClientId } = await poolWithTrigger();
  answer({ emailSubject: 'Sujet', emailMessage: '<p>C’est {####},&nbsp;vraiment</p>' });
  const signUp = { ClientId, Username: 'ada@example.com', ClientMetadata };
  const { UserSub } = await sdk.send(new SignUpCommand({ ...signUp, Password: password }));
  expect(fixture.events).toEqual([
    {
      version: '1',
      region: 'eu-west-1',
      userPoolId: UserPoolId,
      userName: UserSub,
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: ClientId },
      triggerSource: 'CustomMessage_SignUp',
      request: {
        userAttributes: {
          sub: UserSub,
          'cognito:user_status': 'UNCONFIRMED',
          email: 'ada@example.com',
          email_verified: 'false',
        },
        codeParameter: '{####}',
        linkParameter: '{##Click Here##}',
        usernameParameter: null,
        clientMetadata: ClientMetadata,
      },
      response: { smsMessage: null, emailMessage: null, emailSubject: null },
    },
  ]);
  const [mail] = fixture.mails;
  expect(mail).toMatchObject({ from: 'no-reply@example.org', to: ['ada@example.com'], subject: 'Sujet' });
  expect(mail?.html).toMatch(/^<p>C’est \d{6},&nbsp;vraiment<\/p>$/);
  expect(mail?.text).toMatch(/^C’est \d{6},\u00a0vraiment$/);

  await sdk.send(new ResendConfirmationCodeCommand(signUp));
  await addUser(UserPoolId, 'bert@example.com');
  await sdk.send(new ForgotPasswordCommand({ ClientId, Username: 'bert@example.com', ClientMetadata }));
  const { access: AccessToken } = await tokensOf(ClientId, 'bert@example.com');
  const UserAttributes = [{ Name: 'email', Value: 'new@example.com' }];
  await sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes, ClientMetadata }));
  await sdk.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email', ClientMetadata }));
  const changed = {
    UserPoolId,
    Username: 'new@example.com',
    UserAttributes: [{ Name: 'email', Value: 'b@example.com' }],
  };
  await sdk.send(new AdminUpdateUserAttributesCommand({ ...changed, ClientMetadata }));
  expect(fixture.events.slice(1).map(sourceOf)).toEqual([
    `CustomMessage_ResendCode ${ClientId}`,
    `CustomMessage_ForgotPassword ${ClientId}`,
    `CustomMessage_UpdateUserAttribute ${ClientId}`,
    `CustomMessage_VerifyUserAttribute ${ClientId}`,
    'CustomMessage_UpdateUserAttribute CLIENT_ID_NOT_APPLICABLE',
  ]);
});

function sourceOf(event: unknown): string {
  const { triggerSource, callerContext, request } = Object(event) as {
    triggerSource: string;
    callerContext: { clientId: string };
    request: { clientMetadata: object };
  };
  expect(request.clientMetadata).toEqual(ClientMetadata);
  return `${triggerSource} ${callerContext.clientId}`;
}

test('an invitation has the user name and the temporary password', async () => {
  const { UserPoolId } = await poolWithTrigger();
  const invite = (Username: string) => sdk.send(new AdminCreateUserCommand({ UserPoolId, Username }));
  answer({ emailSubject: null, emailMessage: '{username} and {####}' });
  await invite('ada@example.com');
  expect(fixture.events.at(-1)).toMatchObject({
    triggerSource: 'CustomMessage_AdminCreateUser',
    request: { codeParameter: '{####}', usernameParameter: '{username}' },
  });
  expect(fixture.mails.at(-1)).toMatchObject({ subject: 'Your temporary password' });
  expect(fixture.mails.at(-1)?.text).toMatch(/^ada@example\.com and \S{10}$/);
  answer({ emailMessage: 'only {####}' });
  await expect(invite('bert@example.com')).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('what the trigger leaves out is the text of the pool', async () => {
  const { ClientId } = await poolWithTrigger({
    VerificationMessageTemplate: { EmailMessage: 'Yours: {####}', EmailSubject: 'Of the pool' },
  });
  const signUp = (Username: string) => sdk.send(new SignUpCommand({ ClientId, Username, Password: password }));
  for (const [index, response] of [{}, { emailMessage: null, emailSubject: null, smsMessage: null }].entries()) {
    answer(response);
    await signUp(`${index}@example.com`);
    expect(fixture.mails.at(-1)?.subject).toBe('Of the pool');
    expect(fixture.mails.at(-1)?.text).toMatch(/^Yours: \d{6}$/);
  }
  answer({ emailSubject: 'Of the trigger' });
  await signUp('2@example.com');
  expect(fixture.mails.at(-1)).toMatchObject({ subject: 'Of the trigger' });
});

test.each([
  ['no code', { emailMessage: 'Welcome' }, "Value at 'emailBody' failed to satisfy constraint: Member must satisfy"],
  ['an empty body', { emailMessage: '' }, "Value at 'emailBody' failed to satisfy constraint: Member must satisfy"],
  ['a no-break space', { emailMessage: 'Voici\u00a0: {####}' }, "Value at 'emailBody' failed to satisfy constraint"],
  ['too long a body', { emailMessage: `{####}${'x'.repeat(19_995)}` }, 'length less than or equal to 20000'],
  ['too long a subject', { emailSubject: 'x'.repeat(141) }, 'length less than or equal to 140'],
  ['a control character in the subject', { emailSubject: 'a\u0000b' }, "Value at 'emailSubject' failed"],
])('a message with %s is refused, and another may be asked for', async (_what, response, message) => {
  const { ClientId } = await poolWithTrigger();
  answer(response);
  await expect(
    sdk.send(new SignUpCommand({ ClientId, Username: 'ada@example.com', Password: password })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException', message: expect.stringContaining(message) as string });
  expect(fixture.mails).toEqual([]);
  answer({});
  await sdk.send(new ResendConfirmationCodeCommand({ ClientId, Username: 'ada@example.com' }));
  expect(fixture.mails).toHaveLength(1);
});

test('a trigger that fails, answers nothing or may not be invoked is named', async () => {
  const { UserPoolId, ClientId } = await poolWithTrigger();
  await addUser(UserPoolId, 'ada@example.com');
  const forgot = () => sdk.send(new ForgotPasswordCommand({ ClientId, Username: 'ada@example.com' }));
  fixture.functions.set('message', () => {
    throw new Error('no words');
  });
  await expect(forgot()).rejects.toMatchObject(
    refusal('UserLambdaValidationException', 'CustomMessage failed with error no words.'),
  );
  for (const wrong of ['no event', { response: { emailMessage: 7 } }]) {
    fixture.functions.set('message', () => wrong);
    await expect(forgot()).rejects.toMatchObject(
      refusal('InvalidLambdaResponseException', 'Unrecognizable lambda output'),
    );
  }
  fixture.functions.set('message', () => {
    throw new AwsError('AccessDeniedException', 'no resource-based policy allows it', {}, 403);
  });
  await expect(forgot()).rejects.toMatchObject(
    refusal('UnexpectedLambdaException', 'CustomMessage invocation failed due to error AccessDeniedException.'),
  );
});

test("Cognito's own sender takes nothing of a trigger", async () => {
  const { ClientId } = await poolWithTrigger({ EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' } });
  const signUp = (Username: string) => sdk.send(new SignUpCommand({ ClientId, Username, Password: password }));
  answer({ emailMessage: '{####}' });
  await expect(signUp('ada@example.com')).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
  answer({});
  await signUp('bert@example.com');
  expect(fixture.mails).toHaveLength(1);
});
