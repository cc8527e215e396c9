import * as sdk from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { clientOptions, serve, type Served } from '../shared/testing/serve.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { createIam, type Iam } from './index.ts';

const NOW = 1_700_000_000_000;
const TABLE = 'arn:aws:dynamodb:eu-west-1:000000000000:table/devices';
const RoleName = 'reader';
const roleArn = 'arn:aws:iam::000000000000:role/reader';
const documentOf = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const trust = (Service: string) => documentOf({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } });
const allowing = (Action: string) => documentOf({ Effect: 'Allow', Action, Resource: TABLE });

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
let iam: Iam;
let served: Served;
let client: sdk.IAM;

async function start(): Promise<void> {
  iam = await createIam({ directory: folder.directory, log: silentLog, clock: () => NOW });
  served = await serve(iam);
  client = new sdk.IAM(clientOptions(served.url));
}
async function stop(): Promise<void> {
  client.destroy();
  await served.close();
  await iam.close();
}
beforeEach(async () => {
  folder = await temporaryDirectory();
  await start();
});
afterEach(async () => {
  await stop();
  await folder.remove();
});

const createRole = (more: Partial<sdk.CreateRoleCommandInput> = {}) =>
  client.createRole({ RoleName, AssumeRolePolicyDocument: trust('lambda.amazonaws.com'), ...more });
const createPolicy = (PolicyName: string, action = 'dynamodb:GetItem') =>
  client.createPolicy({ PolicyName, PolicyDocument: allowing(action) });
const allows = (action: string) => iam.roles.find(roleArn)?.allows(action, TABLE);

describe('a role', () => {
  it('gives back all that was set, after a restart too', async () => {
    const AssumeRolePolicyDocument = trust('lambda.amazonaws.com').replace('{', '{ "Id": "it\'s (all) here!*", ');
    const Tags = [
      { Key: 'Project', Value: 'sonde' },
      { Key: 'Empty', Value: '' },
    ];
    const given = { RoleName, Path: '/service/', Description: 'Reads <all>', MaxSessionDuration: 7200, Tags };
    const { Role: made } = await client.createRole({ ...given, AssumeRolePolicyDocument });
    await stop();
    await start();

    const { Role: role } = await client.getRole({ RoleName });
    expect(role).toEqual({ ...made, RoleLastUsed: {} });
    expect(role).toMatchObject({
      ...given,
      Arn: 'arn:aws:iam::000000000000:role/service/reader',
      CreateDate: new Date(NOW),
    });
    expect(role!.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
    expect(role!.AssumeRolePolicyDocument).not.toMatch(/[!'()*{]/);
    expect(decodeURIComponent(role!.AssumeRolePolicyDocument!)).toBe(AssumeRolePolicyDocument);
  });

  it('has defaults for what was not set', async () => {
    const { Role } = await createRole();
    expect(Role).toMatchObject({ Path: '/', MaxSessionDuration: 3600, Arn: roleArn });
    expect([Role!.Description, Role!.Tags]).toEqual([undefined, undefined]);
  });

  it('changes', async () => {
    await createRole();
    await client.updateRole({ RoleName, Description: 'Writes', MaxSessionDuration: 43_200 });
    await client.updateAssumeRolePolicy({ RoleName, PolicyDocument: trust('iot.amazonaws.com') });
    await client.tagRole({
      RoleName,
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    });
    await client.tagRole({ RoleName, Tags: [{ Key: 'A', Value: '3' }] });
    await client.untagRole({ RoleName, TagKeys: ['b'] });
    expect((await client.getRole({ RoleName })).Role).toMatchObject({
      Description: 'Writes',
      MaxSessionDuration: 43_200,
    });
    expect((await client.listRoleTags({ RoleName })).Tags).toEqual([{ Key: 'A', Value: '3' }]);
    expect((await client.updateRoleDescription({ RoleName, Description: '' })).Role!.Description ?? '').toBe('');
    const role = iam.roles.find(roleArn)!;
    expect([role.trusts('iot.amazonaws.com'), role.trusts('lambda.amazonaws.com')]).toEqual([true, false]);
  });

  it('is listed, page by page', async () => {
    for (const name of ['c', 'a', 'b']) await createRole({ RoleName: name, Path: name === 'c' ? '/other/' : '/' });
    const names: (string | undefined)[][] = [];
    for await (const { Roles } of sdk.paginateListRoles({ client, pageSize: 2 }, {}))
      names.push(Roles!.map((role) => role.RoleName));
    expect(names).toEqual([['a', 'b'], ['c']]);
    expect((await client.listRoles({ PathPrefix: '/other/' })).Roles).toHaveLength(1);
  });

  it('is deleted when it has no policies left', async () => {
    await createRole();
    await client.putRolePolicy({ RoleName, PolicyName: 'read', PolicyDocument: allowing('dynamodb:GetItem') });
    await expect(client.deleteRole({ RoleName })).rejects.toThrow(sdk.DeleteConflictException);
    await client.deleteRolePolicy({ RoleName, PolicyName: 'read' });
    expect((await client.listInstanceProfilesForRole({ RoleName })).InstanceProfiles).toEqual([]);
    const role = iam.roles.find(roleArn)!;
    await client.deleteRole({ RoleName });
    await expect(client.getRole({ RoleName })).rejects.toThrow(sdk.NoSuchEntityException);
    expect([iam.roles.find(roleArn), role.trusts('lambda.amazonaws.com')]).toEqual([undefined, false]);
  });

  it.each([
    ['a name with a space', { RoleName: 'a b' }, 'ValidationError'],
    ['a path without an end', { Path: '/a' }, 'ValidationError'],
    ['a session of a minute', { MaxSessionDuration: 60 }, 'ValidationError'],
    ['a tag of AWS', { Tags: [{ Key: 'aws:a', Value: '' }] }, 'ValidationError'],
    [
      'a tag twice',
      {
        Tags: [
          { Key: 'a', Value: '' },
          { Key: 'A', Value: '' },
        ],
      },
      'InvalidInput',
    ],
    ['a policy that is none', { AssumeRolePolicyDocument: '{}' }, 'MalformedPolicyDocument'],
    ['a policy of an identity', { AssumeRolePolicyDocument: allowing('dynamodb:GetItem') }, 'MalformedPolicyDocument'],
    [
      'a policy that is too long',
      { AssumeRolePolicyDocument: trust(`${'a'.repeat(2048)}.amazonaws.com`) },
      'LimitExceeded',
    ],
    ['a boundary', { PermissionsBoundary: 'arn:aws:iam::000000000000:policy/a' }, 'ValidationError'],
  ])('is refused with %s', async (_what, more, code) => {
    await expect(createRole(more)).rejects.toMatchObject({ Code: code });
    expect((await client.listRoles({})).Roles).toEqual([]);
  });

  it('is made once, however its name is written', async () => {
    await createRole();
    await expect(createRole({ RoleName: 'READER' })).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      $metadata: { httpStatusCode: 409 },
    });
  });
});

describe('an inline policy', () => {
  it('is kept as it was given, listed and deleted', async () => {
    await createRole();
    const PolicyDocument = ` ${allowing('dynamodb:Get*')}\n`;
    await client.putRolePolicy({ RoleName, PolicyName: 'read', PolicyDocument });
    expect(decodeURIComponent((await client.getRolePolicy({ RoleName, PolicyName: 'read' })).PolicyDocument!)).toBe(
      PolicyDocument,
    );
    expect((await client.listRolePolicies({ RoleName })).PolicyNames).toEqual(['read']);
    expect([allows('dynamodb:GetItem'), allows('dynamodb:PutItem')]).toEqual([true, false]);
    await client.putRolePolicy({ RoleName, PolicyName: 'read', PolicyDocument: allowing('dynamodb:PutItem') });
    expect([allows('dynamodb:GetItem'), allows('dynamodb:PutItem')]).toEqual([false, true]);
    await client.deleteRolePolicy({ RoleName, PolicyName: 'read' });
    await expect(client.getRolePolicy({ RoleName, PolicyName: 'read' })).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      $metadata: { httpStatusCode: 404 },
    });
    expect(allows('dynamodb:PutItem')).toBe(false);
  });

  it('has room for as many characters as a role may have, white space left out', async () => {
    await createRole();
    const long = (characters: number) => allowing('a:*').replace(TABLE, `arn:aws:s3:::${'a'.repeat(characters)}`);
    const room = 10_240 - long(0).length;
    await client.putRolePolicy({ RoleName, PolicyName: 'a', PolicyDocument: long(room).replaceAll(':[', ':   [') });
    await expect(client.putRolePolicy({ RoleName, PolicyName: 'b', PolicyDocument: long(1) })).rejects.toThrow(
      sdk.LimitExceededException,
    );
  });
});

describe('a managed policy', () => {
  it('is attached, counts, and cannot be deleted meanwhile', async () => {
    await createRole();
    const PolicyArn = (await createPolicy('read')).Policy!.Arn!;
    await client.attachRolePolicy({ RoleName, PolicyArn });
    expect((await client.listAttachedRolePolicies({ RoleName })).AttachedPolicies).toEqual([
      { PolicyName: 'read', PolicyArn },
    ]);
    expect((await client.getPolicy({ PolicyArn })).Policy).toMatchObject({
      AttachmentCount: 1,
      DefaultVersionId: 'v1',
    });
    expect(allows('dynamodb:GetItem')).toBe(true);
    await expect(client.deletePolicy({ PolicyArn })).rejects.toThrow(sdk.DeleteConflictException);
    await expect(client.deleteRole({ RoleName })).rejects.toThrow(sdk.DeleteConflictException);
    await client.detachRolePolicy({ RoleName, PolicyArn });
    expect(allows('dynamodb:GetItem')).toBe(false);
    await client.deletePolicy({ PolicyArn });
    await expect(client.getPolicy({ PolicyArn })).rejects.toThrow(sdk.NoSuchEntityException);
  });

  it('has up to five versions, one of which is in force', async () => {
    await createRole();
    const PolicyArn = (await createPolicy('read')).Policy!.Arn!;
    await client.attachRolePolicy({ RoleName, PolicyArn });
    const change = (SetAsDefault: boolean) =>
      client.createPolicyVersion({ PolicyArn, PolicyDocument: allowing('dynamodb:PutItem'), SetAsDefault });
    await change(false);
    expect([allows('dynamodb:GetItem'), allows('dynamodb:PutItem')]).toEqual([true, false]);
    await client.setDefaultPolicyVersion({ PolicyArn, VersionId: 'v2' });
    expect([allows('dynamodb:GetItem'), allows('dynamodb:PutItem')]).toEqual([false, true]);
    for (let more = 0; more < 3; more++) await change(true);
    await expect(change(true)).rejects.toThrow(sdk.LimitExceededException);
    await expect(client.deletePolicyVersion({ PolicyArn, VersionId: 'v5' })).rejects.toThrow(
      sdk.DeleteConflictException,
    );
    await client.deletePolicyVersion({ PolicyArn, VersionId: 'v1' });
    expect((await change(true)).PolicyVersion).toMatchObject({ VersionId: 'v6', IsDefaultVersion: true });
    const versions = (await client.listPolicyVersions({ PolicyArn })).Versions!.map(({ VersionId }) => VersionId);
    expect(versions).toEqual(['v2', 'v3', 'v4', 'v5', 'v6']);
    const { PolicyVersion } = await client.getPolicyVersion({ PolicyArn, VersionId: 'v2' });
    expect(decodeURIComponent(PolicyVersion!.Document!)).toBe(allowing('dynamodb:PutItem'));
  });

  it('is found in the list by who made it, and has tags', async () => {
    const PolicyArn = (await createPolicy('read')).Policy!.Arn!;
    await client.tagPolicy({ PolicyArn, Tags: [{ Key: 'a', Value: '1' }] });
    expect((await client.listPolicyTags({ PolicyArn })).Tags).toEqual([{ Key: 'a', Value: '1' }]);
    await client.untagPolicy({ PolicyArn, TagKeys: ['a'] });
    expect((await client.getPolicy({ PolicyArn })).Policy!.Tags).toBeUndefined();
    expect((await client.listPolicies({ Scope: 'Local' })).Policies).toMatchObject([{ Arn: PolicyArn }]);
    expect((await client.listPolicies({ Scope: 'AWS' })).Policies).toEqual([]);
    expect((await client.listPolicies({ OnlyAttached: true })).Policies).toEqual([]);
    await expect(createPolicy('READ')).rejects.toThrow(sdk.EntityAlreadyExistsException);
  });

  it('is not attached where there is none', async () => {
    await createRole();
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await expect(client.attachRolePolicy({ RoleName, PolicyArn })).rejects.toThrow(
      'does not exist or is not attachable',
    );
    await expect(client.detachRolePolicy({ RoleName, PolicyArn })).rejects.toThrow(sdk.NoSuchEntityException);
  });
});

describe('in the same process', () => {
  it('is called with values as they are', async () => {
    const AssumeRolePolicyDocument = trust('lambda.amazonaws.com');
    const Tags = [{ Key: 'a', Value: '1' }];
    await iam.call('CreateRole', { RoleName, AssumeRolePolicyDocument, MaxSessionDuration: 7200, Tags });
    expect((await client.getRole({ RoleName })).Role).toMatchObject({ MaxSessionDuration: 7200, Tags });
    await expect(iam.call('GetRole', { RoleName: 'nobody' })).rejects.toMatchObject({ code: 'NoSuchEntity' });
  });

  it('knows whose account and role a condition means', async () => {
    await createRole();
    const put = (key: string, value: string) =>
      iam.call('PutRolePolicy', {
        RoleName,
        PolicyName: 'read',
        PolicyDocument: documentOf({
          Effect: 'Allow',
          Action: '*',
          Resource: '*',
          Condition: { StringEquals: { [key]: value } },
        }),
      });
    await put('aws:ResourceAccount', '111111111111');
    expect(allows('dynamodb:GetItem')).toBe(false);
    await put('aws:ResourceAccount', '000000000000');
    expect(allows('dynamodb:GetItem')).toBe(true);
    await put('aws:PrincipalArn', roleArn);
    expect(allows('dynamodb:GetItem')).toBe(true);
  });

  it('finds a role by its whole ARN alone', async () => {
    await createRole({ Path: '/service/' });
    expect(iam.roles.find(roleArn)).toBeUndefined();
    expect(iam.roles.find('arn:aws:iam::111111111111:role/service/reader')).toBeUndefined();
    expect(iam.roles.find('arn:aws:iam::000000000000:role/service/reader')).toBeDefined();
  });
});

it('refuses by name what it does not have', async () => {
  await expect(client.createUser({ UserName: 'ada' })).rejects.toThrow('CreateUser is not supported here');
});
