import { AwsError } from '../shared/aws-error.ts';
import type { Operations } from '../shared/operations.ts';
import { pageOf } from '../shared/page.ts';
import { fromTagList, toTagList, withTags, withoutTags } from '../shared/tags.ts';
import { describeAcl } from './acls.ts';
import { invalidParameter, nonexistent, parseInput } from './errors.ts';
import { aclArn, requireAcl } from './records.ts';
import type { WafRecords } from './records.ts';
import * as schema from './schema.ts';

/** The kinds of resources of a Region that a web ACL can stand before. Source: AWS WAF API Reference, "AssociateWebACL". */
const PROTECTED: readonly [type: string, arn: RegExp][] = [
  ['APPSYNC', /^arn:aws:appsync:[\w-]+:\d{12}:apis\/\w+$/],
  ['APPLICATION_LOAD_BALANCER', /^arn:aws:elasticloadbalancing:[\w-]+:\d{12}:loadbalancer\/app\/.+$/],
  ['API_GATEWAY', /^arn:aws:apigateway:[\w-]+::\/restapis\/\w+\/stages\/.+$/],
  ['COGNITO_USER_POOL', /^arn:aws:cognito-idp:[\w-]+:\d{12}:userpool\/.+$/],
  ['APP_RUNNER_SERVICE', /^arn:aws:apprunner:[\w-]+:\d{12}:service\/.+$/],
  ['VERIFIED_ACCESS_INSTANCE', /^arn:aws:ec2:[\w-]+:\d{12}:verified-access-instance\/.+$/],
  ['AMPLIFY', /^arn:aws:amplify:[\w-]+:\d{12}:apps\/.+$/],
];

/** Which web ACL stands before a resource. @param exists whether there is a resource */
export function associationOperations(records: WafRecords, exists: (resourceArn: string) => boolean): Operations {
  const { associations } = records;
  return {
    AssociateWebACL: async (input) => {
      const { WebACLArn, ResourceArn } = parseInput(schema.associate, input);
      requireAcl(records, WebACLArn);
      if (!PROTECTED.some(([, arn]) => arn.test(ResourceArn)))
        throw invalidParameter(
          `The ARN isn't valid. A valid ARN begins with arn: and includes other information: ${ResourceArn}`,
        );
      if (!exists(ResourceArn))
        throw new AwsError(
          'WAFUnavailableEntityException',
          'AWS WAF couldn’t retrieve the resource that you requested. Retry your request.',
        );
      await associations.put(ResourceArn, { resourceArn: ResourceArn, aclArn: WebACLArn });
      return {};
    },
    DisassociateWebACL: async (input) => {
      await associations.delete(parseInput(schema.ofResource, input).ResourceArn);
      return {};
    },
    GetWebACLForResource: (input) => {
      const found = associations.get(parseInput(schema.ofResource, input).ResourceArn);
      return found ? { WebACL: describeAcl(requireAcl(records, found.aclArn)) } : {};
    },
    ListResourcesForWebACL: (input) => {
      const { WebACLArn, ResourceType } = parseInput(schema.listResources, input);
      requireAcl(records, WebACLArn);
      const form = PROTECTED.find(([type]) => type === ResourceType)?.[1];
      if (!form) throw invalidParameter(`There is no resource type ${ResourceType}.`);
      const own = associations.list().filter(({ aclArn: arn }) => arn === WebACLArn);
      return { ResourceArns: own.map(({ resourceArn }) => resourceArn).filter((arn) => form.test(arn)) };
    },
  };
}

/** Where requests would be logged. */
export function loggingOperations(records: WafRecords): Operations {
  const { logging } = records;
  return {
    PutLoggingConfiguration: async (input) => {
      const { LoggingConfiguration } = parseInput(schema.putLogging, input);
      requireAcl(records, LoggingConfiguration.ResourceArn);
      const kept = { ManagedByFirewallManager: false as const, ...LoggingConfiguration };
      await logging.put(LoggingConfiguration.ResourceArn, kept);
      return { LoggingConfiguration: kept };
    },
    GetLoggingConfiguration: (input) => {
      const found = logging.get(parseInput(schema.oneLogging, input).ResourceArn);
      if (!found) throw nonexistent();
      return { LoggingConfiguration: found };
    },
    DeleteLoggingConfiguration: async (input) => {
      const { ResourceArn } = parseInput(schema.oneLogging, input);
      if (!(await logging.delete(ResourceArn))) throw nonexistent();
      return {};
    },
    ListLoggingConfigurations: (input) => {
      const { NextMarker, Limit } = parseInput(schema.listLogging, input);
      const page = { maximum: Limit, token: NextMarker };
      const { items, next } = pageOf(logging.list(), ({ ResourceArn }) => ResourceArn, page);
      return { LoggingConfigurations: items, NextMarker: next };
    },
  };
}

export function tagOperations(records: WafRecords): Operations {
  const { acls } = records;
  return {
    ListTagsForResource: (input) => {
      const { ResourceARN } = parseInput(schema.listTags, input);
      return { TagInfoForResource: { ResourceARN, TagList: toTagList(requireAcl(records, ResourceARN).tags) } };
    },
    TagResource: async (input) => {
      const { ResourceARN, Tags } = parseInput(schema.tagResource, input);
      const acl = requireAcl(records, ResourceARN);
      const tags = withTags(acl.tags, fromTagList(Tags), 'WAFLimitsExceededException');
      await acls.put(aclArn(acl), { ...acl, tags });
      return {};
    },
    UntagResource: async (input) => {
      const { ResourceARN, TagKeys } = parseInput(schema.untagResource, input);
      const acl = requireAcl(records, ResourceARN);
      await acls.put(aclArn(acl), { ...acl, tags: withoutTags(acl.tags, TagKeys) });
      return {};
    },
  };
}
