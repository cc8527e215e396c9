import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ServicePrincipal } from '../shared/ports.ts';
import { startServed } from './testing/client.ts';
import type { ServedLambda } from './testing/client.ts';
import { functionInput } from './testing/service.ts';

const arn = 'arn:aws:lambda:eu-west-1:000000000000:function:f';
const by: ServicePrincipal = {
  service: 'apigateway.amazonaws.com',
  sourceArn: 'arn:aws:execute-api:eu-west-1:000000000000:a1b2c3/$default/GET/exports/{id}',
};
const api = 'arn:aws:execute-api:eu-west-1:000000000000:a1b2c3';

let served: ServedLambda;

beforeEach(async () => {
  served = await startServed();
  await served.lambda.createFunction(functionInput('f', 'export const handler = async (event) => event'));
});

afterEach(() => served.remove());

function permit(more: object = {}) {
  return served.lambda.addPermission({
    FunctionName: 'f',
    StatementId: 'only',
    Action: 'lambda:InvokeFunction',
    Principal: by.service,
    ...more,
  });
}

const invoke = (type: 'RequestResponse' | 'Event' = 'RequestResponse') => served.lambda.invoke(arn, { a: 1 }, type, by);

it.each([
  {},
  { Action: 'lambda:*' },
  { Action: '*' },
  { Principal: '*' },
  { SourceAccount: '000000000000' },
  { SourceArn: `${api}/*/*` },
  { SourceArn: `${api}/$default/GET/exports/*` },
  { SourceArn: 'arn:aws:execute-api:eu-west-1:000000000000:a?b2c?/*' },
  { SourceArn: `${api}/*`, SourceAccount: '000000000000' },
])('a service invokes a function that lets it: %j', async (more) => {
  await permit(more);
  expect(await invoke()).toEqual({ payload: { a: 1 } });
});

it.each([
  { Action: 'lambda:InvokeFunctionUrl' },
  { Action: 'lambda:GetFunction' },
  { Principal: 'cognito-idp.amazonaws.com' },
  { Principal: '000000000000' },
  { SourceAccount: '000000000001' },
  { SourceArn: `${api}/*/POST/*` },
  { SourceArn: api },
  { SourceArn: 'arn:aws:execute-api:eu-west-1:000000000000:a.b2c3/*' },
  { SourceArn: `${api}/*`, SourceAccount: '000000000001' },
  { PrincipalOrgID: 'o-0123456789' },
  { EventSourceToken: 'token' },
  { InvokedViaFunctionUrl: true },
])('a service cannot invoke a function that lets it by %j alone', async (more) => {
  await permit(more);
  const refusal = {
    name: 'AccessDeniedException',
    statusCode: 403,
    message: `User: apigateway.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ${arn} because no resource-based policy allows the lambda:InvokeFunction action`,
  };
  await expect(invoke()).rejects.toMatchObject(refusal);
  await expect(invoke('Event')).rejects.toMatchObject(refusal);
});

it('a service may from the moment that it is permitted, also after a restart, to the moment that it is not', async () => {
  const refusal = { name: 'AccessDeniedException' };
  await expect(invoke()).rejects.toMatchObject(refusal);
  await permit();
  await served.restart();
  expect(await invoke()).toEqual({ payload: { a: 1 } });
  await served.lambda.removePermission({ FunctionName: 'f', StatementId: 'only' });
  await expect(invoke()).rejects.toMatchObject(refusal);
});

it('who has looked at a role of its own needs no policy', async () => {
  expect(await served.lambda.invoke('f', { a: 1 })).toEqual({ payload: { a: 1 } });
});

it('a function that is not there is not found, whoever asks', async () => {
  await expect(served.lambda.invoke('g', {}, 'Event', by)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
