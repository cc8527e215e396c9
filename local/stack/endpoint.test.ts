import { expect, it } from 'vitest';
import type { Service } from '../shared/service.ts';
import { awsEndpoint } from './endpoint.ts';

const service = (signingName: string): Service => ({
  signingName,
  handle: (_request, caller) => Promise.resolve(Response.json({ signingName, caller })),
  close: () => Promise.resolve(),
});
const endpoint = awsEndpoint([service('dynamodb'), service('cognito-idp')]);
const ask = async (headers: Record<string, string>, path = '/', init: RequestInit = {}) => {
  const answer = await endpoint(new Request(`http://127.0.0.1:4566${path}`, { headers, method: 'POST', ...init }));
  return { status: answer.status, body: await answer.json() };
};
const signed = (scope: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKIA/20260329/${scope}/aws4_request, SignedHeaders=host, Signature=0`,
});

it('routes by the service in the scope, and hands on who signed for which Region', async () => {
  expect(await ask(signed('eu-west-3/dynamodb'))).toEqual({
    status: 200,
    body: { signingName: 'dynamodb', caller: { accessKeyId: 'AKIA', region: 'eu-west-3' } },
  });
});

it('routes a presigned URL by its credential', async () => {
  const path = '/?X-Amz-Credential=AKIA%2F20260329%2Feu-west-1%2Fdynamodb%2Faws4_request';
  expect(await ask({}, path)).toMatchObject({ status: 200, body: { signingName: 'dynamodb' } });
});

it.each([
  ['a call', { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' }, '/'],
  ['a preflight', { 'access-control-request-headers': 'content-type,x-amz-target' }, '/'],
  ['the public keys', {}, '/eu-west-1_abc/.well-known/jwks.json'],
])('routes %s of a browser, unsigned, to the user pools', async (_what, headers, path) => {
  expect(await ask(headers, path)).toEqual({
    status: 200,
    body: { signingName: 'cognito-idp', caller: { region: 'eu-west-1' } },
  });
});

it('says which services there are', async () => {
  expect(await ask(signed('eu-west-1/ec2'))).toEqual({
    status: 400,
    body: {
      __type: 'UnrecognizedClientException',
      message: 'The service ec2 is not supported here. What is: dynamodb, cognito-idp.',
    },
  });
  expect(await ask({})).toMatchObject({
    status: 400,
    body: { message: expect.stringMatching(/not signed/) as string },
  });
});
