import * as v2 from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AwsError } from '../shared/aws-error.ts';
import { startWorld, type World } from './testing/world.ts';

const ConfigurationSetName = 'exports';
const EventDestinationName = 'feedback';
const TopicArn = 'arn:aws:sns:eu-west-1:000000000000:mail-events';
const EventDestination: v2.EventDestinationDefinition = {
  Enabled: true,
  MatchingEventTypes: ['BOUNCE', 'COMPLAINT'],
  SnsDestination: { TopicArn },
};

let world: World;

beforeEach(async () => {
  world = await startWorld();
  await create();
});
afterEach(async () => {
  await world.close();
});

const create = (more: Partial<v2.CreateConfigurationSetCommandInput> = {}) =>
  world.client.send(new v2.CreateConfigurationSetCommand({ ConfigurationSetName, ...more }));
const described = async (name = ConfigurationSetName) => {
  const { $metadata: _, ...set } = await world.client.send(
    new v2.GetConfigurationSetCommand({ ConfigurationSetName: name }),
  );
  return set;
};
const addDestination = (more: Partial<v2.EventDestinationDefinition> = {}, name = EventDestinationName) =>
  world.client.send(
    new v2.CreateConfigurationSetEventDestinationCommand({
      ConfigurationSetName,
      EventDestinationName: name,
      EventDestination: { ...EventDestination, ...more },
    }),
  );
const destinations = async () =>
  (await world.client.send(new v2.GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName })))
    .EventDestinations;

const ABSENT = { name: 'NotFoundException', message: 'Configuration set <other> does not exist.' };
const badRequest = (text: string) => ({
  name: 'BadRequestException',
  message: expect.stringContaining(text) as string,
});

describe('a configuration set', () => {
  test('has the defaults of SES', async () => {
    expect(await described()).toEqual({
      ConfigurationSetName,
      ReputationOptions: { ReputationMetricsEnabled: false },
      SendingOptions: { SendingEnabled: true },
      Tags: [],
    });
  });

  test('keeps what it is made with', async () => {
    const given: v2.CreateConfigurationSetCommandInput = {
      ConfigurationSetName: 'alerts',
      DeliveryOptions: { TlsPolicy: 'REQUIRE', MaxDeliverySeconds: 300 },
      ReputationOptions: { ReputationMetricsEnabled: true },
      SendingOptions: { SendingEnabled: false },
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      Tags: [{ Key: 'Project', Value: 'sonde' }],
    };
    await create(given);
    world = await world.restart();
    expect(await described('alerts')).toEqual(given);
  });

  test('is changed option by option, and back', async () => {
    const set = { ConfigurationSetName };
    await world.client.send(new v2.PutConfigurationSetDeliveryOptionsCommand({ ...set, TlsPolicy: 'REQUIRE' }));
    await world.client.send(
      new v2.PutConfigurationSetReputationOptionsCommand({ ...set, ReputationMetricsEnabled: true }),
    );
    await world.client.send(new v2.PutConfigurationSetSendingOptionsCommand({ ...set, SendingEnabled: false }));
    await world.client.send(new v2.PutConfigurationSetSuppressionOptionsCommand({ ...set, SuppressedReasons: [] }));
    expect(await described()).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      ReputationOptions: { ReputationMetricsEnabled: true },
      SendingOptions: { SendingEnabled: false },
      SuppressionOptions: { SuppressedReasons: [] },
    });
    await world.client.send(new v2.PutConfigurationSetDeliveryOptionsCommand(set));
    await world.client.send(new v2.PutConfigurationSetReputationOptionsCommand(set));
    await world.client.send(new v2.PutConfigurationSetSendingOptionsCommand(set));
    await world.client.send(new v2.PutConfigurationSetSuppressionOptionsCommand(set));
    expect(await described()).toEqual({
      ConfigurationSetName,
      ReputationOptions: { ReputationMetricsEnabled: false },
      SendingOptions: { SendingEnabled: false },
      Tags: [],
    });
  });

  test('is listed page by page, and deleted', async () => {
    await create({ ConfigurationSetName: 'alerts' });
    const page = await world.client.send(new v2.ListConfigurationSetsCommand({ PageSize: 1 }));
    expect(page.ConfigurationSets).toEqual(['alerts']);
    const last = await world.client.send(new v2.ListConfigurationSetsCommand({ NextToken: page.NextToken }));
    expect([last.ConfigurationSets, last.NextToken]).toEqual([['exports'], undefined]);
    await world.client.send(new v2.DeleteConfigurationSetCommand({ ConfigurationSetName: 'alerts' }));
    await expect(described('alerts')).rejects.toBeInstanceOf(v2.NotFoundException);
  });

  test.each<[string, Partial<v2.CreateConfigurationSetCommandInput>, string]>([
    ['a name with a space', { ConfigurationSetName: 'my set' }, 'ConfigurationSetName'],
    ['a name of 65 letters', { ConfigurationSetName: 'x'.repeat(65) }, 'ConfigurationSetName'],
    ['an impatient delivery', { DeliveryOptions: { MaxDeliverySeconds: 299 } }, 'MaxDeliverySeconds'],
    ['a pool of addresses', { DeliveryOptions: { SendingPoolName: 'p' } }, 'SendingPoolName is not supported'],
    ['tracking', { TrackingOptions: { CustomRedirectDomain: 'x.example' } }, 'TrackingOptions is not supported'],
    ['archiving', { ArchivingOptions: {} }, 'ArchivingOptions is not supported'],
  ])('is refused with %s', async (_, more, message) => {
    await expect(create({ ConfigurationSetName: 'other', ...more })).rejects.toMatchObject(badRequest(message));
    await expect(described('other')).rejects.toMatchObject(ABSENT);
  });

  test('is made once', async () => {
    await expect(create()).rejects.toMatchObject({
      name: 'AlreadyExistsException',
      message: 'Configuration set <exports> already exists.',
    });
  });

  test('must be there to be changed and deleted', async () => {
    const other = { ConfigurationSetName: 'other' };
    await expect(world.client.send(new v2.DeleteConfigurationSetCommand(other))).rejects.toMatchObject(ABSENT);
    await expect(world.client.send(new v2.PutConfigurationSetSendingOptionsCommand(other))).rejects.toMatchObject(
      ABSENT,
    );
  });
});

describe('an event destination', () => {
  test('is made, changed, kept and deleted; its topic is told', async () => {
    await addDestination();
    const validated = {
      topicArn: TopicArn,
      message: expect.stringContaining('Successfully validated SNS topic') as string,
    };
    expect(world.published).toEqual([validated]);
    expect(await destinations()).toEqual([{ Name: EventDestinationName, ...EventDestination }]);

    const changed: v2.EventDestinationDefinition = {
      MatchingEventTypes: ['SEND'],
      SnsDestination: { TopicArn: `${TopicArn}-2` },
    };
    const names = { ConfigurationSetName, EventDestinationName };
    await world.client.send(
      new v2.UpdateConfigurationSetEventDestinationCommand({ ...names, EventDestination: changed }),
    );
    world = await world.restart();
    expect(await destinations()).toEqual([{ Name: EventDestinationName, Enabled: false, ...changed }]);

    await world.client.send(new v2.DeleteConfigurationSetEventDestinationCommand(names));
    expect(await destinations()).toEqual([]);
    await expect(world.client.send(new v2.DeleteConfigurationSetEventDestinationCommand(names))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
    await expect(
      world.client.send(new v2.UpdateConfigurationSetEventDestinationCommand({ ...names, EventDestination })),
    ).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test.each<[string, Partial<v2.EventDestinationDefinition>, string]>([
    [
      'CloudWatch',
      { CloudWatchDestination: { DimensionConfigurations: [] } },
      'CloudWatchDestination is not supported',
    ],
    ['EventBridge', { EventBridgeDestination: { EventBusArn: 'arn:x' } }, 'EventBridgeDestination is not supported'],
    ['no topic', { SnsDestination: undefined }, 'must have a destination'],
    ['the ARN of a queue', { SnsDestination: { TopicArn: 'arn:aws:sqs:eu-west-1:000000000000:q' } }, 'TopicArn'],
    ['no event type', { MatchingEventTypes: [] }, 'must have an event type'],
  ])('is refused with %s', async (_, more, message) => {
    await expect(addDestination(more)).rejects.toMatchObject(badRequest(message));
    expect(await destinations()).toEqual([]);
  });

  test('is refused where its topic takes no message', async () => {
    const publish = () => Promise.reject(new AwsError('NotFound', 'Topic does not exist'));
    world = await world.restart({ events: { publish } });
    await expect(addDestination()).rejects.toMatchObject(
      badRequest(`Could not publish to SNS topic <${TopicArn}>: Topic does not exist`),
    );
  });

  test('has a name of its own, and nine others beside it', async () => {
    await addDestination();
    await expect(addDestination()).rejects.toMatchObject({ name: 'AlreadyExistsException' });
    for (let number = 2; number <= 10; number++) await addDestination({}, `feedback-${number}`);
    await expect(addDestination({}, 'eleventh')).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  test('is refused where there is no such configuration set', async () => {
    const input = { ConfigurationSetName: 'other', EventDestinationName, EventDestination };
    await expect(world.client.send(new v2.CreateConfigurationSetEventDestinationCommand(input))).rejects.toMatchObject(
      ABSENT,
    );
  });
});
