import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSes } from '../../local/ses/index.ts';
import { createSns } from '../../local/sns/index.ts';
import { silentLog } from '../../local/shared/log.ts';
import { temporaryDirectory } from '../../local/shared/testing/temporary-directory.ts';
import { startTables } from '../shared/testing/dynamodb.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function:sonde-test-mail-feedback';

let world: Awaited<ReturnType<typeof startWorld>>;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

/** SES, its topic and the function, put together as Terraform does. */
async function startWorld() {
  const tables = await startTables({ identities: ['organizationId', 'id'], memberships: ['email', 'organizationId'] });
  vi.stubEnv('AWS_ENDPOINT_URL', tables.endpoint);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
  vi.stubEnv('IDENTITIES_TABLE', 'identities');
  vi.stubEnv('MEMBERSHIPS_TABLE', 'memberships');
  const { handler } = await import('./handler.ts');

  const { directory, remove } = await temporaryDirectory();
  const runs: Promise<void>[] = [];
  const sns = await createSns({
    directory: `${directory}/sns`,
    log: silentLog,
    lambda: {
      invoke(_name, event) {
        runs.push(handler(event, { awsRequestId: 'request-1' } as Context));
        return Promise.resolve({ payload: null });
      },
    },
  });
  const ses = await createSes({
    directory: `${directory}/ses`,
    log: silentLog,
    mail: { deliver: () => Promise.resolve() },
    events: {
      async publish(topicArn, message) {
        await sns.publish({ topicArn, message });
      },
    },
  });

  const ConfigurationSetName = 'sonde-test';
  await ses.call('CreateConfigurationSet', { ConfigurationSetName });
  await ses.call('CreateEmailIdentity', { EmailIdentity: 'sonde.example', ConfigurationSetName });
  const { TopicArn } = (await sns.call('CreateTopic', { Name: 'sonde-test-mail-feedback' })) as { TopicArn: string };
  await sns.call('Subscribe', { TopicArn, Protocol: 'lambda', Endpoint: FUNCTION });
  await ses.call('CreateConfigurationSetEventDestination', {
    ConfigurationSetName,
    EventDestinationName: 'feedback',
    EventDestination: {
      Enabled: true,
      MatchingEventTypes: ['BOUNCE', 'COMPLAINT', 'REJECT'],
      SnsDestination: { TopicArn },
    },
  });

  return {
    async makePerson(id: string, email: string) {
      await tables.put('identities', { organizationId, id, email, version: 1 });
      await tables.put('memberships', { organizationId, identityId: id, email });
    },
    /** As the worker of exports sends: without a word about a configuration set. */
    send: (address: string) =>
      ses.call('SendEmail', {
        FromEmailAddress: 'exports@sonde.example',
        Destination: { ToAddresses: [address] },
        Content: { Simple: { Subject: { Data: 'Export' }, Body: { Text: { Data: 'Here it is.' } } } },
      }),
    /** Resolves when all events have been taken in. */
    async settled() {
      await ses.close();
      await sns.close();
      await Promise.all(runs);
    },
    async statusOf(id: string): Promise<unknown> {
      const { Item } = await tables.client.send(
        new GetItemCommand({ TableName: 'identities', Key: marshall({ organizationId, id }), ConsistentRead: true }),
      );
      return unmarshall(Item ?? {}).mailStatus;
    },
    async close() {
      await tables.close();
      await remove();
    },
  };
}

it('hears from SES of who bounced and who complained', async () => {
  await world.makePerson('gone', 'bounce+gone@simulator.amazonses.com');
  await world.makePerson('angry', 'complaint@simulator.amazonses.com');
  await world.makePerson('fine', 'success@simulator.amazonses.com');
  for (const address of [
    'Bounce+Gone@simulator.amazonses.com',
    'complaint@simulator.amazonses.com',
    'success@simulator.amazonses.com',
  ])
    await world.send(address);
  await world.settled();
  expect(await world.statusOf('gone')).toBe('BOUNCED');
  expect(await world.statusOf('angry')).toBe('COMPLAINED');
  expect(await world.statusOf('fine')).toBeUndefined();
});
