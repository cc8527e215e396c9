import {
  CloudFrontClient,
  ListDistributionsCommand,
  ListFunctionsCommand,
  ListOriginAccessControlsCommand,
  ListResponseHeadersPoliciesCommand,
} from '@aws-sdk/client-cloudfront';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { LOCAL_ACCOUNT } from '../../local/shared/service.ts';
import { clientOptions } from '../../local/shared/testing/serve.ts';
import type { Services } from '../../local/stack/services.ts';
import type { Sonde } from '../support/running.ts';

type Call = (operation: string, input: object) => Promise<object>;

/** The operations that list what is in an account, by the member of their answer that has it. */
const LISTS: readonly [service: keyof Services, operation: string, member: string][] = [
  ['apiGateway', 'GetApis', 'items'],
  ['appsync', 'ListGraphqlApis', 'graphqlApis'],
  ['budgets', 'DescribeBudgets', 'Budgets'],
  ['cloudwatch', 'DescribeAlarms', 'MetricAlarms'],
  ['cloudwatch', 'ListDashboards', 'DashboardEntries'],
  ['cognito', 'ListUserPools', 'UserPools'],
  ['dynamodb', 'ListTables', 'TableNames'],
  ['iam', 'ListRoles', 'Roles'],
  ['iot', 'ListPolicies', 'policies'],
  ['iot', 'ListTopicRules', 'rules'],
  ['iot', 'ListThingTypes', 'thingTypes'],
  ['iot', 'ListThings', 'things'],
  ['iot', 'ListCertificates', 'certificates'],
  ['logs', 'DescribeLogGroups', 'logGroups'],
  ['scheduler', 'ListScheduleGroups', 'ScheduleGroups'],
  ['scheduler', 'ListSchedules', 'Schedules'],
  ['ses', 'ListEmailIdentities', 'EmailIdentities'],
  ['ses', 'ListConfigurationSets', 'ConfigurationSets'],
  ['sns', 'ListTopics', 'Topics'],
  ['sns', 'ListSubscriptions', 'Subscriptions'],
  ['sqs', 'ListQueues', 'QueueUrls'],
  ['timestream', 'ListDatabases', 'Databases'],
  ['waf', 'ListWebACLs', 'WebACLs'],
];

const INPUTS: Readonly<Record<string, object>> = {
  DescribeBudgets: { AccountId: LOCAL_ACCOUNT },
  // The group `default` is in every account.
  ListScheduleGroups: { NamePrefix: 'sonde' },
  ListUserPools: { MaxResults: 60 },
  ListWebACLs: { Scope: 'REGIONAL' },
};

/** Whatever is left in the account, by the operation that lists it. */
export async function leftIn({
  services,
  addresses,
}: Pick<Sonde, 'services' | 'addresses'>): Promise<Record<string, unknown>> {
  const found = await Promise.all(
    LISTS.map(async ([service, operation, member]) => {
      const { call } = services[service] as { call: Call };
      return [
        operation,
        ((await call(operation, INPUTS[operation] ?? {})) as Record<string, unknown>)[member],
      ] as const;
    }),
  );
  const s3 = new S3Client(clientOptions(addresses.awsUrl));
  const cloudfront = new CloudFrontClient(clientOptions(addresses.awsUrl));
  const others = {
    ListDistributions: (await cloudfront.send(new ListDistributionsCommand({}))).DistributionList?.Items,
    ListFunctions: (await cloudfront.send(new ListFunctionsCommand({}))).FunctionList?.Items,
    ListOriginAccessControls: (await cloudfront.send(new ListOriginAccessControlsCommand({}))).OriginAccessControlList
      ?.Items,
    ListResponseHeadersPolicies: (await cloudfront.send(new ListResponseHeadersPoliciesCommand({ Type: 'custom' })))
      .ResponseHeadersPolicyList?.Items,
    ListBuckets: (await s3.send(new ListBucketsCommand({}))).Buckets,
    listFunctions: (services.lambda.listFunctions() as { Functions: unknown }).Functions,
    listEventSourceMappings: (services.lambda.listEventSourceMappings({}) as { EventSourceMappings: unknown })
      .EventSourceMappings,
  };
  return Object.fromEntries([...found, ...Object.entries(others)].filter(([, list]) => !isEmpty(list)));
}

/** A list, or the `member`s of one in the query protocol. */
function isEmpty(list: unknown): boolean {
  if (list === undefined || list === '') return true;
  if (Array.isArray(list)) return list.length === 0;
  if (typeof list === 'object' && list !== null && 'member' in list) return isEmpty(list.member);
  throw new Error(`This is no list: ${JSON.stringify(list)}`);
}
