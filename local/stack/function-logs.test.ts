import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { functionInput, until } from '../lambda/testing/service.ts';
import { silentLog } from '../shared/log.ts';
import { clientOptions } from '../shared/testing/serve.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { startPlatform, type Platform } from './platform.ts';

const source = `console.log('loaded');
export const handler = async ({ name }) => { console.log('hello ' + name); console.error('and good-bye'); };`;

let platform: Platform;

beforeEach(async () => {
  const { directory, remove } = await temporaryDirectory();
  onTestFinished(remove);
  platform = await startPlatform({ directory, ports: { graphql: 0, aws: 0, mqtt: 0, mqtts: 0 }, log: silentLog });
  onTestFinished(() => platform.close());
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
  });
  await platform.services.iam.call('CreateRole', { RoleName: 'function', AssumeRolePolicyDocument });
});

/** The events of a log group, once there are as many. */
async function eventsOf(logGroupName: string, count: number) {
  const client = new CloudWatchLogsClient(clientOptions(platform.awsUrl));
  onTestFinished(() => {
    client.destroy();
  });
  const read = async () => (await client.send(new FilterLogEventsCommand({ logGroupName }))).events ?? [];
  await until(async () => (await read()).length >= count);
  return read();
}

it.each([
  ['its own', '/aws/lambda/greet', {}],
  ['the one that it names', 'greetings', { LoggingConfig: { LogGroup: 'greetings' } }],
])('what a function prints is in its log group: %s', async (_which, logGroupName, more) => {
  const { lambda, logs } = platform.services;
  await logs.call('CreateLogGroup', { logGroupName });
  await lambda.createFunction(functionInput('greet', source, more));
  await lambda.invoke('greet', { name: 'Ada' });
  const events = await eventsOf(logGroupName, 3);
  expect(events.map(({ message }) => message).sort()).toEqual(['and good-bye', 'hello Ada', 'loaded']);
  const streams = new Set(events.map(({ logStreamName }) => logStreamName));
  expect([...streams]).toEqual([expect.stringMatching(/^\d{4}\/\d{2}\/\d{2}\/\[\$LATEST\][0-9a-f]{32}$/)]);
});

it('what it prints without a log group is kept nowhere, and it runs', async () => {
  const { lambda, logs } = platform.services;
  await lambda.createFunction(functionInput('greet', source));
  expect((await lambda.invoke('greet', { name: 'Ada' })).error).toBeUndefined();
  expect(await logs.call('DescribeLogGroups', {})).toEqual({ logGroups: [] });
});
