import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { serve } from '../shared/testing/serve.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { createWaf } from './index.ts';

const API = 'arn:aws:appsync:eu-west-1:000000000000:apis/abcdefghij';
const Scope = 'REGIONAL';
const visibility = (MetricName: string) => ({
  MetricName,
  CloudWatchMetricsEnabled: true,
  SampledRequestsEnabled: false,
});
const signed = {
  ByteMatchStatement: {
    SearchString: Buffer.from('AWS4-HMAC-SHA256 ').toString('base64'),
    PositionalConstraint: 'STARTS_WITH',
    FieldToMatch: { SingleHeader: { Name: 'authorization' } },
    TextTransformations: [{ Priority: 0, Type: 'NONE' }],
  },
};
const rate = {
  Name: 'rate',
  Priority: 0,
  Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
  Statement: {
    RateBasedStatement: {
      Limit: 1000,
      EvaluationWindowSec: 300,
      AggregateKeyType: 'IP',
      ScopeDownStatement: { NotStatement: { Statement: signed } },
    },
  },
  VisibilityConfig: visibility('rate'),
};
const managed = {
  Name: 'common',
  Priority: 1,
  OverrideAction: { None: {} },
  Statement: {
    ManagedRuleGroupStatement: {
      VendorName: 'AWS',
      Name: 'AWSManagedRulesCommonRuleSet',
      RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }],
    },
  },
  VisibilityConfig: visibility('common'),
};
const acl = { DefaultAction: { Allow: {} }, Rules: [rate, managed], VisibilityConfig: visibility('api') };

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
let url: string;
let stop: () => Promise<void>;

async function start(): Promise<void> {
  const service = await createWaf({ directory: folder.directory, log: silentLog, exists: (arn) => arn === API });
  const served = await serve(service);
  url = served.url;
  stop = async () => {
    await served.close();
    await service.close();
  };
}
beforeEach(async () => {
  folder = await temporaryDirectory();
  await start();
});
afterEach(async () => {
  await stop();
  await folder.remove();
});

const refusal = v.object({ __type: v.string(), message: v.string() });

/** As an SDK sends it. */
async function ask(operation: string, input: object): Promise<unknown> {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSWAF_20190729.${operation}` };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) });
  const body: unknown = await answer.json();
  if (answer.ok) return body;
  const { __type: name, message } = v.parse(refusal, body);
  throw new Error(`${name}: ${message}`);
}

const created = v.object({ Summary: v.object({ Id: v.string(), ARN: v.string(), LockToken: v.string() }) });
async function create(more: object = {}) {
  return v.parse(created, await ask('CreateWebACL', { Name: 'api', Scope, ...acl, ...more })).Summary;
}

describe('web ACLs', () => {
  it('give back what was set and what it takes, after a restart too', async () => {
    const { Id, ARN, LockToken } = await create({ Description: 'What the API answers to' });
    await stop();
    await start();
    expect(await ask('GetWebACL', { Name: 'api', Scope, Id })).toEqual({
      WebACL: {
        ...acl,
        Name: 'api',
        Id,
        ARN,
        Description: 'What the API answers to',
        Capacity: 704,
        ManagedByFirewallManager: false,
        RetrofittedByFirewallManager: false,
        LabelNamespace: 'awswaf:000000000000:webacl:api:',
      },
      LockToken,
    });
  });

  it('change for whoever has seen the last change', async () => {
    const { Id, LockToken } = await create();
    const update = (token: string) =>
      ask('UpdateWebACL', { Name: 'api', Scope, Id, ...acl, Rules: [rate], LockToken: token });
    const next = v.parse(v.object({ NextLockToken: v.string() }), await update(LockToken)).NextLockToken;
    await expect(update(LockToken)).rejects.toThrow('WAFOptimisticLockException');
    expect(await ask('GetWebACL', { Name: 'api', Scope, Id })).toMatchObject({ WebACL: { Capacity: 4 } });
    await ask('DeleteWebACL', { Name: 'api', Scope, Id, LockToken: next });
    expect(await ask('ListWebACLs', { Scope })).toEqual({ WebACLs: [] });
    await expect(ask('GetWebACL', { Name: 'api', Scope, Id })).rejects.toThrow('WAFNonexistentItemException');
  });

  it('have tags', async () => {
    const { ARN } = await create({ Tags: [{ Key: 'Project', Value: 'sonde' }] });
    await ask('TagResource', { ResourceARN: ARN, Tags: [{ Key: 'a', Value: 'b' }] });
    await ask('UntagResource', { ResourceARN: ARN, TagKeys: ['Project'] });
    const listed = await ask('ListTagsForResource', { ResourceARN: ARN });
    expect(listed).toEqual({ TagInfoForResource: { ResourceARN: ARN, TagList: [{ Key: 'a', Value: 'b' }] } });
  });

  const { RateBasedStatement } = rate.Statement;
  it.each<[string, object, string]>([
    ['a name that there is', {}, 'WAFDuplicateItemException'],
    ['another scope', { Name: 'b', Scope: 'CLOUDFRONT' }, 'REGIONAL'],
    ['two rules of one priority', { Name: 'b', Rules: [rate, { ...managed, Priority: 0 }] }, 'priority'],
    ['a rule group with an action', { Name: 'b', Rules: [{ ...managed, Action: { Count: {} } }] }, 'OverrideAction'],
    ['a rule without an action', { Name: 'b', Rules: [{ ...rate, Action: undefined }] }, 'Action'],
    [
      'a rate that is too low',
      { Name: 'b', Rules: [{ ...rate, Statement: { RateBasedStatement: { ...RateBasedStatement, Limit: 9 } } }] },
      'Limit',
    ],
    [
      'a managed group that there is none of',
      {
        Name: 'b',
        Rules: [{ ...managed, Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'Best' } } }],
      },
      'no managed rule group Best',
    ],
    [
      'a set of addresses',
      { Name: 'b', Rules: [{ ...rate, Statement: { IPSetReferenceStatement: { ARN: API } } }] },
      'IPSetReferenceStatement',
    ],
    [
      'a body that is not there',
      { Name: 'b', DefaultAction: { Block: { CustomResponse: { ResponseCode: 403, CustomResponseBodyKey: 'no' } } } },
      'custom response body no',
    ],
  ])('are refused: %s', async (_what, more, message) => {
    await create();
    await expect(create(more)).rejects.toThrow(message);
  });
});

describe('associations', () => {
  it('hold a web ACL until they end', async () => {
    const { Id, ARN, LockToken } = await create();
    await ask('AssociateWebACL', { WebACLArn: ARN, ResourceArn: API });
    expect(await ask('GetWebACLForResource', { ResourceArn: API })).toMatchObject({ WebACL: { ARN } });
    const listed = await ask('ListResourcesForWebACL', { WebACLArn: ARN, ResourceType: 'APPSYNC' });
    expect(listed).toEqual({ ResourceArns: [API] });
    const remove = () => ask('DeleteWebACL', { Name: 'api', Scope, Id, LockToken });
    await expect(remove()).rejects.toThrow('WAFAssociatedItemException');
    await ask('DisassociateWebACL', { ResourceArn: API });
    expect(await ask('GetWebACLForResource', { ResourceArn: API })).toEqual({});
    await remove();
  });

  it('are refused for what is not there or has no firewall', async () => {
    const { ARN: WebACLArn } = await create();
    const associate = (ResourceArn: string) => ask('AssociateWebACL', { WebACLArn, ResourceArn });
    await expect(associate(`${API}k`)).rejects.toThrow('WAFUnavailableEntityException');
    await expect(associate('arn:aws:sqs:eu-west-1:000000000000:queue')).rejects.toThrow('WAFInvalidParameterException');
    const nothing = ask('AssociateWebACL', { WebACLArn: `${WebACLArn}0`, ResourceArn: API });
    await expect(nothing).rejects.toThrow('WAFNonexistentItemException');
  });
});

it('keeps where a web ACL logs', async () => {
  const { ARN: ResourceArn } = await create();
  const LoggingConfiguration = {
    ResourceArn,
    LogDestinationConfigs: ['arn:aws:logs:eu-west-1:000000000000:log-group:aws-waf-logs-api'],
    RedactedFields: [{ SingleHeader: { Name: 'authorization' } }],
  };
  await ask('PutLoggingConfiguration', { LoggingConfiguration });
  expect(await ask('GetLoggingConfiguration', { ResourceArn })).toMatchObject({ LoggingConfiguration });
  const elsewhere = { ...LoggingConfiguration, LogDestinationConfigs: ['arn:aws:s3:::logs'] };
  const wrong = ask('PutLoggingConfiguration', { LoggingConfiguration: elsewhere });
  await expect(wrong).rejects.toThrow('aws-waf-logs-');
  await ask('DeleteLoggingConfiguration', { ResourceArn });
  await expect(ask('GetLoggingConfiguration', { ResourceArn })).rejects.toThrow('WAFNonexistentItemException');
});
