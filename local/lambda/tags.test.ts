import * as sdk from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServed } from './testing/client.ts';
import type { ServedLambda } from './testing/client.ts';
import { functionInput } from './testing/service.ts';

const functionArn = 'arn:aws:lambda:eu-west-1:000000000000:function:f';
const given = { Project: 'sonde', Environment: 'dev' };
const source = 'export const handler = async () => 1';
let served: ServedLambda;
let mappingArn: string;

beforeEach(async () => {
  served = await startServed();
  await served.sqs.call('CreateQueue', { QueueName: 'readings' });
  await served.lambda.createFunction(functionInput('f', source, { Tags: given }));
  const { EventSourceMappingArn } = await served.client.send(
    new sdk.CreateEventSourceMappingCommand({
      EventSourceArn: 'arn:aws:sqs:eu-west-1:000000000000:readings',
      FunctionName: functionArn,
      Tags: given,
    }),
  );
  mappingArn = EventSourceMappingArn ?? '';
});

afterEach(() => served.remove());

async function list(Resource: string) {
  return (await served.client.send(new sdk.ListTagsCommand({ Resource }))).Tags;
}

function tag(Resource: string, Tags: Record<string, string>) {
  return served.client.send(new sdk.TagResourceCommand({ Resource, Tags }));
}

describe.each(['function', 'event source mapping'])('a %s', (kind) => {
  const arn = () => (kind === 'function' ? functionArn : mappingArn);

  it('has the tags it was made with, and those that were added, also after a restart', async () => {
    expect(await list(arn())).toEqual(given);
    await tag(arn(), { Environment: 'prod', 'cost center': 'é=+-.:/@' });
    const expected = { Project: 'sonde', Environment: 'prod', 'cost center': 'é=+-.:/@' };
    expect(await list(arn())).toEqual(expected);
    await served.restart();
    expect(await list(arn())).toEqual(expected);
  });

  it.each([[['Project']], [['Project', 'Environment', 'not there']]])('loses the tags %j', async (TagKeys) => {
    await served.client.send(new sdk.UntagResourceCommand({ Resource: arn(), TagKeys }));
    expect(Object.keys((await list(arn())) ?? {})).toEqual(TagKeys.length > 1 ? [] : ['Environment']);
  });

  it.each([
    ['a reserved key', { 'aws:x': 'y' }],
    ['a long key', { ['x'.repeat(129)]: 'y' }],
    ['a long value', { x: 'y'.repeat(257) }],
    ['too many', Object.fromEntries(Array.from({ length: 49 }, (_, at) => [`key${at}`, '']))],
  ])('takes none of %s', async (_what, tags) => {
    await expect(tag(arn(), tags)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
    expect(await list(arn())).toEqual(given);
  });
});

it('answers the tags of a function with the function', async () => {
  await tag(functionArn, { More: 'yes' });
  expect(await served.client.send(new sdk.GetFunctionCommand({ FunctionName: 'f' }))).toMatchObject({
    Tags: { ...given, More: 'yes' },
  });
});

it.each([
  ['ResourceNotFoundException', functionArn.replace(/f$/, 'none')],
  ['ResourceNotFoundException', 'arn:aws:lambda:eu-west-1:000000000000:event-source-mapping:none'],
  ['InvalidParameterValueException', `${functionArn}:$LATEST`],
  ['InvalidParameterValueException', 'arn:aws:lambda:eu-west-1:000000000001:function:f'],
  ['InvalidParameterValueException', 'f'],
])('refuses with %s: %s', async (name, Resource) => {
  await expect(list(Resource)).rejects.toMatchObject({ name });
  await expect(tag(Resource, given)).rejects.toMatchObject({ name });
});

it('refuses to make what has wrong tags', async () => {
  const Tags = { 'AWS:x': 'y' };
  const create = served.lambda.createFunction(functionInput('g', source, { Tags }));
  await expect(create).rejects.toMatchObject({ code: 'InvalidParameterValueException' });
});
