import * as v from 'valibot';
import { AwsError } from '../../shared/aws-error.ts';
import type { RestOperations } from '../../shared/rest-service.ts';
import type { ConfigurationSets } from '../configuration-sets.ts';
import { alreadyExists, badRequest, notFound, notSupported, parseInput } from '../errors.ts';
import type { Publisher } from '../publisher.ts';
import { eventType, type EventDestination } from '../store.ts';
import { configurationSetName } from './schema.ts';

const definition = v.object({
  // SDKs leave out what is false.
  Enabled: v.optional(v.boolean(), false),
  MatchingEventTypes: v.optional(v.array(eventType), []),
  SnsDestination: v.optional(v.object({ TopicArn: v.pipe(v.string(), v.regex(/^arn:[^:]+:sns:[^:]+:\d+:.+$/)) })),
  CloudWatchDestination: v.optional(v.unknown()),
  EventBridgeDestination: v.optional(v.unknown()),
  KinesisFirehoseDestination: v.optional(v.unknown()),
  PinpointDestination: v.optional(v.unknown()),
});

const ofSet = { ConfigurationSetName: v.string() };
const ofDestination = { ...ofSet, EventDestinationName: configurationSetName };
const schema = {
  set: v.object(ofSet),
  destination: v.object(ofDestination),
  definition: v.object({ ...ofDestination, EventDestination: definition }),
};

const NOT_SUPPORTED = [
  'CloudWatchDestination',
  'EventBridgeDestination',
  'KinesisFirehoseDestination',
  'PinpointDestination',
];
/** Of a configuration set. Source: Amazon SES Developer Guide, "Service quotas in Amazon SES". */
const MAXIMUM = 10;

const PATH = '/v2/email/configuration-sets/:ConfigurationSetName/event-destinations';

export function eventDestinationOperations(sets: ConfigurationSets, publisher: Publisher): RestOperations {
  async function parse(input: unknown): Promise<{ set: string; destination: EventDestination }> {
    const parsed = parseInput(schema.definition, input);
    const { ConfigurationSetName: set, EventDestinationName: name, EventDestination } = parsed;
    sets.get(set);
    const { Enabled: enabled, MatchingEventTypes: eventTypes, SnsDestination } = supported(EventDestination);
    if (eventTypes.length === 0) throw badRequest('EventDestination.MatchingEventTypes must have an event type.');
    if (!SnsDestination) throw badRequest('EventDestination must have a destination.');
    await publisher.validate(SnsDestination.TopicArn);
    return { set, destination: { name, enabled, eventTypes, topicArn: SnsDestination.TopicArn } };
  }

  return {
    CreateConfigurationSetEventDestination: {
      route: `POST ${PATH}`,
      run: async (input) => {
        const { set: setName, destination } = await parse(input);
        const set = sets.get(setName);
        const { eventDestinations: others } = set;
        if (others.some(({ name }) => name === destination.name)) throw alreadyExists(shown(destination.name));
        if (others.length >= MAXIMUM)
          throw new AwsError(
            'LimitExceededException',
            `A configuration set has at most ${MAXIMUM} event destinations.`,
          );
        await sets.update({ ...set, eventDestinations: [...others, destination] });
        return {};
      },
    },
    GetConfigurationSetEventDestinations: {
      route: `GET ${PATH}`,
      run: (input) => {
        const { eventDestinations } = sets.get(parseInput(schema.set, input).ConfigurationSetName);
        return { EventDestinations: eventDestinations.map(describe) };
      },
    },
    UpdateConfigurationSetEventDestination: {
      route: `PUT ${PATH}/:EventDestinationName`,
      run: async (input) => {
        const { set: setName, destination } = await parse(input);
        const set = sets.get(setName);
        const same = ({ name }: EventDestination): boolean => name === destination.name;
        if (!set.eventDestinations.some(same)) throw notFound(shown(destination.name));
        const eventDestinations = set.eventDestinations.map((each) => (same(each) ? destination : each));
        await sets.update({ ...set, eventDestinations });
        return {};
      },
    },
    DeleteConfigurationSetEventDestination: {
      route: `DELETE ${PATH}/:EventDestinationName`,
      run: async (input) => {
        const { ConfigurationSetName, EventDestinationName } = parseInput(schema.destination, input);
        const set = sets.get(ConfigurationSetName);
        const eventDestinations = set.eventDestinations.filter(({ name }) => name !== EventDestinationName);
        if (eventDestinations.length === set.eventDestinations.length) throw notFound(shown(EventDestinationName));
        await sets.update({ ...set, eventDestinations });
        return {};
      },
    },
  };
}

function supported(given: v.InferOutput<typeof definition>): v.InferOutput<typeof definition> {
  const unsupported = NOT_SUPPORTED.find((name) => name in given);
  if (unsupported !== undefined) throw notSupported(`EventDestination.${unsupported}`);
  return given;
}

function describe({ name, enabled, eventTypes, topicArn }: EventDestination): object {
  return { Name: name, Enabled: enabled, MatchingEventTypes: eventTypes, SnsDestination: { TopicArn: topicArn } };
}

const shown = (name: string): string => `Event destination <${name}>`;
