import * as sdk from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { functionInput } from './testing/service.ts';
import { startServed } from './testing/client.ts';
import type { ServedLambda } from './testing/client.ts';

const FunctionName = 'f';
const arn = 'arn:aws:lambda:eu-west-1:000000000000:function:f';
const source = 'export const handler = async () => 1';
const apiArn = 'arn:aws:execute-api:eu-west-1:000000000000:a1b2c3/*/*';
const permission = {
  FunctionName,
  StatementId: 'download',
  Action: 'lambda:InvokeFunction',
  Principal: 'apigateway.amazonaws.com',
};

let served: ServedLambda;

beforeEach(async () => {
  served = await startServed();
  await served.lambda.createFunction(functionInput(FunctionName, source));
});

afterEach(() => served.remove());

function add(more: Partial<sdk.AddPermissionCommandInput> = {}) {
  return served.client.send(new sdk.AddPermissionCommand({ ...permission, ...more }));
}

async function policy() {
  const { Policy, RevisionId } = await served.client.send(new sdk.GetPolicyCommand({ FunctionName }));
  return { document: JSON.parse(Policy ?? '') as { Statement: unknown[] }, RevisionId };
}

function remove(StatementId: string, RevisionId?: string) {
  return served.client.send(new sdk.RemovePermissionCommand({ FunctionName, StatementId, RevisionId }));
}

it('adds statements to the policy, which survives a restart', async () => {
  const { Statement } = await add({ SourceArn: apiArn });
  const statement = {
    Sid: 'download',
    Effect: 'Allow',
    Principal: { Service: 'apigateway.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: arn,
    Condition: { ArnLike: { 'AWS:SourceArn': apiArn } },
  };
  expect(JSON.parse(Statement ?? '')).toEqual(statement);
  await add({ StatementId: 'other', FunctionName: arn });
  const before = await policy();
  expect(before.document).toMatchObject({ Version: '2012-10-17', Id: 'default', Statement: [statement, {}] });
  await served.restart();
  expect(await policy()).toEqual(before);
});

it.each([
  ['000000000001', { AWS: 'arn:aws:iam::000000000001:root' }],
  ['arn:aws:iam::000000000001:role/r', { AWS: 'arn:aws:iam::000000000001:role/r' }],
  ['*', '*'],
])('names the principal %s as IAM does', async (Principal, expected) => {
  await add({ Principal });
  expect((await policy()).document.Statement).toMatchObject([{ Principal: expected }]);
});

it('has a condition for each restriction', async () => {
  await add({
    SourceAccount: '000000000000',
    EventSourceToken: 'token',
    PrincipalOrgID: 'o-0123456789',
    InvokedViaFunctionUrl: true,
  });
  await add({ StatementId: 'url', Action: 'lambda:InvokeFunctionUrl', Principal: '*', FunctionUrlAuthType: 'NONE' });
  expect((await policy()).document.Statement).toMatchObject([
    {
      Condition: {
        StringEquals: {
          'AWS:SourceAccount': '000000000000',
          'lambda:EventSourceToken': 'token',
          'aws:PrincipalOrgID': 'o-0123456789',
        },
        Bool: { 'lambda:InvokedViaFunctionUrl': 'true' },
      },
    },
    { Principal: '*', Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } } },
  ]);
});

it('has no policy before the first statement, after the last one, and in a function made anew', async () => {
  const none = { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } };
  await expect(policy()).rejects.toMatchObject(none);
  await add();
  await remove('download');
  await expect(policy()).rejects.toMatchObject(none);
  await expect(remove('download')).rejects.toMatchObject(none);
  await add();
  await served.lambda.deleteFunction({ FunctionName });
  await expect(policy()).rejects.toMatchObject(none);
  await served.lambda.createFunction(functionInput(FunctionName, source));
  await expect(policy()).rejects.toMatchObject(none);
});

it('changes only the revision that is asked for', async () => {
  await add();
  const { RevisionId } = await policy();
  await add({ StatementId: 'other', RevisionId });
  const stale = { name: 'PreconditionFailedException', $metadata: { httpStatusCode: 412 } };
  await expect(add({ StatementId: 'third', RevisionId })).rejects.toMatchObject(stale);
  await expect(remove('other', RevisionId)).rejects.toMatchObject(stale);
  await remove('other', (await policy()).RevisionId);
  expect((await policy()).document.Statement).toHaveLength(1);
});

it.each([
  ['ResourceConflictException', {}],
  ['ResourceNotFoundException', { FunctionName: 'none' }],
  ['InvalidParameterValueException', { StatementId: 'a b' }],
  ['InvalidParameterValueException', { StatementId: 'other', Action: 's3:GetObject' }],
  ['InvalidParameterValueException', { StatementId: 'other', Principal: 'nobody' }],
  ['InvalidParameterValueException', { StatementId: 'other', SourceArn: 'queue' }],
  ['InvalidParameterValueException', { StatementId: 'other', SourceAccount: '1' }],
  ['InvalidParameterValueException', { StatementId: 'other', Qualifier: 'live' }],
  ['InvalidParameterValueException', { StatementId: 'other', FunctionUrlAuthType: 'NONE' as const }],
])('is refused with %s: %j', async (name, more) => {
  await add();
  await expect(add(more)).rejects.toMatchObject({ name });
});
