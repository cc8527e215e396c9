import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateThingCommand,
  CreateThingTypeCommand,
  DeleteConflictException,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteThingCommand,
  DeleteThingTypeCommand,
  DeleteV2LoggingLevelCommand,
  DeprecateThingTypeCommand,
  DescribeThingCommand,
  DescribeThingTypeCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetV2LoggingOptionsCommand,
  InvalidRequestException,
  ListAttachedPoliciesCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListPrincipalThingsCommand,
  ListTagsForResourceCommand,
  ListTargetsForPolicyCommand,
  ListThingPrincipalsCommand,
  ListThingsCommand,
  ListThingTypesCommand,
  ListV2LoggingLevelsCommand,
  MalformedPolicyException,
  NotConfiguredException,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  SetDefaultPolicyVersionCommand,
  SetV2LoggingLevelCommand,
  SetV2LoggingOptionsCommand,
  UpdateThingCommand,
  UpdateThingTypeCommand,
  VersionConflictException,
  VersionsLimitExceededException,
  type ListThingsCommandInput,
  type UpdateThingCommandInput,
} from '@aws-sdk/client-iot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { serveIot, type ServedIot } from '../testing/serve-iot.ts';

const arnOf = (resource: string) => `arn:aws:iot:eu-west-1:000000000000:${resource}`;
const identity = 'eu-west-1:01234567-89ab-cdef-0123-456789abcdef';
const certificate = arnOf(`cert/${'0a'.repeat(32)}`);

let iot: ServedIot;
beforeEach(async () => {
  iot = await serveIot();
});
afterEach(() => iot.end());

describe('a policy', () => {
  const policyName = 'device';
  const statement = { Effect: 'Allow', Action: ['iot:Connect'], Resource: [arnOf('client/${iot:ClientId}')] };
  const denial = { ...statement, Effect: 'Deny' };
  const documentOf = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  const policyDocument = documentOf(statement);
  const create = () => iot.client.send(new CreatePolicyCommand({ policyName, policyDocument }));
  const addVersion = (setAsDefault: boolean) =>
    iot.client.send(new CreatePolicyVersionCommand({ policyName, policyDocument: documentOf(denial), setAsDefault }));

  test('is given back as it was set, also after a restart', async () => {
    const tags = [{ Key: 'Project', Value: 'sonde' }];
    const made = await iot.client.send(new CreatePolicyCommand({ policyName, policyDocument, tags }));
    expect(made).toMatchObject({ policyArn: arnOf('policy/device'), policyVersionId: '1', policyDocument });
    await expect(create()).rejects.toThrow(ResourceAlreadyExistsException);
    await iot.restart();
    expect(await iot.client.send(new GetPolicyCommand({ policyName }))).toMatchObject({
      policyName,
      policyArn: arnOf('policy/device'),
      policyDocument,
      defaultVersionId: '1',
      creationDate: expect.any(Date) as Date,
    });
    expect((await iot.client.send(new ListPoliciesCommand({}))).policies).toEqual([
      { policyName, policyArn: arnOf('policy/device') },
    ]);
    const listed = await iot.client.send(new ListTagsForResourceCommand({ resourceArn: arnOf('policy/device') }));
    expect(listed.tags).toEqual(tags);
    await iot.client.send(new DeletePolicyCommand({ policyName }));
    await expect(iot.client.send(new GetPolicyCommand({ policyName }))).rejects.toThrow(ResourceNotFoundException);
  });

  test('is made once, where two are asked for at the same time', async () => {
    const outcomes = await Promise.allSettled([create(), create()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('has at most five versions, one of them the default', async () => {
    await create();
    expect(await addVersion(true)).toMatchObject({ policyVersionId: '2', isDefaultVersion: true });
    for (const version of ['3', '4', '5']) expect((await addVersion(false)).policyVersionId).toBe(version);
    await expect(addVersion(false)).rejects.toThrow(VersionsLimitExceededException);
    const remove = (policyVersionId: string) =>
      iot.client.send(new DeletePolicyVersionCommand({ policyName, policyVersionId }));
    await expect(remove('2')).rejects.toThrow(DeleteConflictException);
    await remove('3');
    await expect(remove('3')).rejects.toThrow(ResourceNotFoundException);
    expect((await addVersion(false)).policyVersionId).toBe('6');
    await iot.client.send(new SetDefaultPolicyVersionCommand({ policyName, policyVersionId: '1' }));
    const { policyVersions = [] } = await iot.client.send(new ListPolicyVersionsCommand({ policyName }));
    expect(policyVersions.map(({ versionId, isDefaultVersion }) => [versionId, isDefaultVersion])).toEqual([
      ['6', false],
      ['5', false],
      ['4', false],
      ['2', false],
      ['1', true],
    ]);
    expect(await iot.client.send(new GetPolicyVersionCommand({ policyName, policyVersionId: '2' }))).toMatchObject({
      policyDocument: documentOf(denial),
      isDefaultVersion: false,
    });
    await expect(iot.client.send(new DeletePolicyCommand({ policyName }))).rejects.toThrow(DeleteConflictException);
  });

  test('cannot be deleted while it is attached', async () => {
    await create();
    await iot.client.send(new AttachPolicyCommand({ policyName, target: identity }));
    await iot.client.send(new AttachPolicyCommand({ policyName, target: identity }));
    expect((await iot.client.send(new ListTargetsForPolicyCommand({ policyName }))).targets).toEqual([identity]);
    const attached = await iot.client.send(new ListAttachedPoliciesCommand({ target: identity }));
    expect(attached.policies).toEqual([{ policyName, policyArn: arnOf('policy/device') }]);
    await expect(iot.client.send(new DeletePolicyCommand({ policyName }))).rejects.toThrow(DeleteConflictException);
    await iot.client.send(new DetachPolicyCommand({ policyName, target: identity }));
    await iot.client.send(new DeletePolicyCommand({ policyName }));
  });

  test('is not attached to a certificate that does not exist, nor to a thing group', async () => {
    await create();
    const attach = (target: string) => iot.client.send(new AttachPolicyCommand({ policyName, target }));
    await expect(attach(certificate)).rejects.toThrow(ResourceNotFoundException);
    await expect(attach(arnOf('thinggroup/all'))).rejects.toThrow(InvalidRequestException);
  });

  test.each([
    ['no JSON', '{'],
    ['no version', '{"Statement":[]}'],
    ['an unknown effect', documentOf({ ...statement, Effect: 'Maybe' })],
    ['an action of another service', documentOf({ ...statement, Action: 's3:GetObject' })],
    ['no resource', documentOf({ Effect: 'Allow', Action: 'iot:*' })],
    ['a principal', documentOf({ ...statement, Principal: '*' })],
    ['more than 2048 characters', documentOf({ ...statement, Sid: 'x'.repeat(2048) })],
  ])('is malformed with %s', async (_what, document) => {
    const command = new CreatePolicyCommand({ policyName, policyDocument: document });
    await expect(iot.client.send(command)).rejects.toThrow(MalformedPolicyException);
  });
});

describe('a thing', () => {
  const thingName = 'probe-1';
  const describeThing = () => iot.client.send(new DescribeThingCommand({ thingName }));
  const create = (attributes: Record<string, string>, thingTypeName?: string) =>
    iot.client.send(new CreateThingCommand({ thingName, thingTypeName, attributePayload: { attributes } }));
  const update = (input: Omit<UpdateThingCommandInput, 'thingName'>) =>
    iot.client.send(new UpdateThingCommand({ thingName, ...input }));

  test('has a type, attributes and a version', async () => {
    await iot.client.send(new CreateThingTypeCommand({ thingTypeName: 'probe' }));
    const made = await create({ organization: 'acme' }, 'probe');
    expect(await create({ organization: 'acme' }, 'probe')).toMatchObject({ thingId: made.thingId });
    await expect(create({ organization: 'other' }, 'probe')).rejects.toThrow(ResourceAlreadyExistsException);
    await iot.restart();
    expect(await describeThing()).toMatchObject({
      thingName,
      thingArn: arnOf('thing/probe-1'),
      thingId: made.thingId,
      thingTypeName: 'probe',
      defaultClientId: thingName,
      attributes: { organization: 'acme' },
      version: 1,
    });
    await update({ attributePayload: { attributes: { site: 'a' }, merge: true } });
    await update({ attributePayload: { attributes: { organization: '' }, merge: true }, expectedVersion: 2 });
    expect(await describeThing()).toMatchObject({ attributes: { site: 'a' }, version: 3 });
    await expect(update({ expectedVersion: 2 })).rejects.toThrow(VersionConflictException);
    await update({ removeThingType: true, attributePayload: { attributes: { b: 'c' } } });
    const { thingTypeName, attributes } = await describeThing();
    expect([thingTypeName, attributes]).toEqual([undefined, { b: 'c' }]);
    await iot.client.send(new DeleteThingCommand({ thingName }));
    await iot.client.send(new DeleteThingCommand({ thingName }));
    await expect(describeThing()).rejects.toThrow(ResourceNotFoundException);
  });

  test('has more than three attributes only with a type', async () => {
    const four = { a: '1', b: '2', c: '3', d: '4' };
    await expect(create(four)).rejects.toThrow(InvalidRequestException);
    await expect(create({ a: 'b c' })).rejects.toThrow(InvalidRequestException);
    await expect(create(four, 'probe')).rejects.toThrow(ResourceNotFoundException);
    await iot.client.send(new CreateThingTypeCommand({ thingTypeName: 'probe' }));
    await create(four, 'probe');
    await expect(update({ removeThingType: true })).rejects.toThrow(InvalidRequestException);
  });

  test('is found by attribute and type, in pages', async () => {
    await iot.client.send(new CreateThingTypeCommand({ thingTypeName: 'probe' }));
    for (const name of ['a', 'b', 'c'])
      await iot.client.send(
        new CreateThingCommand({ thingName: name, attributePayload: { attributes: { site: `site-${name}` } } }),
      );
    await create({}, 'probe');
    const list = async (query: ListThingsCommandInput) => {
      const { things = [], nextToken } = await iot.client.send(new ListThingsCommand(query));
      return { names: things.map((thing) => thing.thingName), nextToken };
    };
    expect((await list({ thingTypeName: 'probe' })).names).toEqual([thingName]);
    expect((await list({ attributeName: 'site', attributeValue: 'site-b' })).names).toEqual(['b']);
    const prefix = { attributeName: 'site', attributeValue: 'site-', usePrefixAttributeValue: true };
    const first = await list({ ...prefix, maxResults: 2 });
    expect(first.names).toEqual(['a', 'b']);
    const next = await list({ ...prefix, maxResults: 2, nextToken: first.nextToken });
    expect(next).toEqual({ names: ['c'], nextToken: undefined });
  });

  test('cannot be deleted while it has a principal', async () => {
    await create({});
    const names = { thingName, principal: identity };
    await iot.client.send(new AttachThingPrincipalCommand(names));
    const { principals } = await iot.client.send(new ListThingPrincipalsCommand({ thingName }));
    expect(principals).toEqual([identity]);
    const { things } = await iot.client.send(new ListPrincipalThingsCommand({ principal: identity }));
    expect(things).toEqual([thingName]);
    await expect(iot.client.send(new DeleteThingCommand({ thingName }))).rejects.toThrow(InvalidRequestException);
    await iot.client.send(new DetachThingPrincipalCommand(names));
    await iot.client.send(new DeleteThingCommand({ thingName }));
  });
});

test('a thing type is deprecated before it is deleted, and used by no thing', async () => {
  const thingTypeName = 'probe';
  const thingTypeProperties = { thingTypeDescription: 'Probes', searchableAttributes: ['organization'] };
  const create = () => iot.client.send(new CreateThingTypeCommand({ thingTypeName, thingTypeProperties }));
  const remove = () => iot.client.send(new DeleteThingTypeCommand({ thingTypeName }));
  const deprecate = (undoDeprecate: boolean) =>
    iot.client.send(new DeprecateThingTypeCommand({ thingTypeName, undoDeprecate }));
  const { thingTypeId } = await create();
  expect((await create()).thingTypeId).toBe(thingTypeId);
  await expect(iot.client.send(new CreateThingTypeCommand({ thingTypeName }))).rejects.toThrow(
    ResourceAlreadyExistsException,
  );
  await iot.restart();
  expect(await iot.client.send(new DescribeThingTypeCommand({ thingTypeName }))).toMatchObject({
    thingTypeName,
    thingTypeArn: arnOf('thingtype/probe'),
    thingTypeProperties,
    thingTypeMetadata: { deprecated: false },
  });
  await expect(remove()).rejects.toThrow(InvalidRequestException);
  await iot.client.send(new CreateThingCommand({ thingName: 'a', thingTypeName }));
  await deprecate(false);
  const { thingTypes } = await iot.client.send(new ListThingTypesCommand({}));
  expect(thingTypes).toMatchObject([{ thingTypeName, thingTypeMetadata: { deprecated: true } }]);
  await expect(iot.client.send(new CreateThingCommand({ thingName: 'b', thingTypeName }))).rejects.toThrow(
    'deprecated',
  );
  await expect(remove()).rejects.toThrow('associated');
  await deprecate(true);
  const changed = { ...thingTypeProperties, searchableAttributes: ['a', 'b'] };
  await iot.client.send(new UpdateThingTypeCommand({ thingTypeName, thingTypeProperties: changed }));
  const described = await iot.client.send(new DescribeThingTypeCommand({ thingTypeName }));
  expect(described.thingTypeProperties).toEqual(changed);
  await deprecate(false);
  await iot.client.send(new DeleteThingCommand({ thingName: 'a' }));
  await remove();
  await expect(remove()).rejects.toThrow(ResourceNotFoundException);
});

test('logging options and levels are kept', async () => {
  const options = {
    roleArn: 'arn:aws:iam::000000000000:role/log',
    defaultLogLevel: 'WARN',
    disableAllLogs: false,
  } as const;
  const logTarget = { targetType: 'CLIENT_ID', targetName: 'probe-1' } as const;
  const get = () => iot.client.send(new GetV2LoggingOptionsCommand({}));
  const levels = async () => (await iot.client.send(new ListV2LoggingLevelsCommand({}))).logTargetConfigurations;
  await expect(get()).rejects.toThrow(NotConfiguredException);
  await expect(levels()).rejects.toThrow(NotConfiguredException);
  await iot.client.send(new SetV2LoggingOptionsCommand(options));
  await iot.client.send(new SetV2LoggingLevelCommand({ logTarget, logLevel: 'DEBUG' }));
  await iot.restart();
  expect(await get()).toMatchObject(options);
  expect(await levels()).toEqual([{ logTarget, logLevel: 'DEBUG' }]);
  await iot.client.send(new DeleteV2LoggingLevelCommand(logTarget));
  expect(await levels()).toEqual([]);
});
