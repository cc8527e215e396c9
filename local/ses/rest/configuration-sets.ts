import * as v from 'valibot';
import { pageOf } from '../../shared/page.ts';
import type { RestOperations } from '../../shared/rest-service.ts';
import { toTagList, withTags } from '../../shared/tags.ts';
import type { ConfigurationSets } from '../configuration-sets.ts';
import { notSupported, parseInput } from '../errors.ts';
import { suppressionReason, tlsPolicy, type ConfigurationSet } from '../store.ts';
import { configurationSetName, paging, tags } from './schema.ts';

/** Source: Amazon SES API v2 Reference, "DeliveryOptions". */
const deliveryOptions = {
  TlsPolicy: v.optional(tlsPolicy),
  SendingPoolName: v.optional(v.unknown()),
  MaxDeliverySeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(300), v.maxValue(50_400))),
};
// SDKs leave out what is false.
const reputationOptions = { ReputationMetricsEnabled: v.optional(v.boolean(), false) };
const sendingOptions = { SendingEnabled: v.optional(v.boolean(), false) };
const suppressionOptions = {
  SuppressedReasons: v.optional(v.array(suppressionReason)),
  SuppressionScope: v.optional(v.unknown()),
  ValidationOptions: v.optional(v.unknown()),
};

const ofSet = { ConfigurationSetName: v.string() };

const schema = {
  set: v.object(ofSet),
  create: v.object({
    ConfigurationSetName: configurationSetName,
    Tags: v.optional(tags, []),
    DeliveryOptions: v.optional(v.object(deliveryOptions), {}),
    ReputationOptions: v.optional(v.object(reputationOptions), {}),
    SendingOptions: v.optional(v.object(sendingOptions), { SendingEnabled: true }),
    SuppressionOptions: v.optional(v.object(suppressionOptions), {}),
    ArchivingOptions: v.optional(v.unknown()),
    MessageSecurityOptions: v.optional(v.unknown()),
    TrackingOptions: v.optional(v.unknown()),
    VdmOptions: v.optional(v.unknown()),
  }),
  list: v.object(paging),
  delivery: v.object({ ...ofSet, ...deliveryOptions }),
  reputation: v.object({ ...ofSet, ...reputationOptions }),
  sending: v.object({ ...ofSet, ...sendingOptions }),
  suppression: v.object({ ...ofSet, ...suppressionOptions }),
};

/** What would change how a message is sent or followed, and is not here. */
const NOT_SUPPORTED = [
  'ArchivingOptions',
  'MessageSecurityOptions',
  'TrackingOptions',
  'VdmOptions',
  'SendingPoolName',
  'SuppressionScope',
  'ValidationOptions',
];

const PATH = '/v2/email/configuration-sets';

export function configurationSetOperations(sets: ConfigurationSets): RestOperations {
  return {
    CreateConfigurationSet: {
      route: `POST ${PATH}`,
      run: async (input) => {
        const created = parseInput(schema.create, input);
        refuseUnsupported(created, created.DeliveryOptions, created.SuppressionOptions);
        await sets.create({
          name: created.ConfigurationSetName,
          tags: withTags({}, created.Tags, 'BadRequestException'),
          ...deliveryOf(created.DeliveryOptions),
          reputationMetrics: created.ReputationOptions.ReputationMetricsEnabled,
          sending: created.SendingOptions.SendingEnabled,
          suppressedReasons: created.SuppressionOptions.SuppressedReasons,
          eventDestinations: [],
        });
        return {};
      },
    },
    GetConfigurationSet: {
      route: `GET ${PATH}/:ConfigurationSetName`,
      run: (input) => describe(sets.get(parseInput(schema.set, input).ConfigurationSetName)),
    },
    ListConfigurationSets: {
      route: ['POST /v2/email/list-configuration-sets', `GET ${PATH}`],
      run: (input) => {
        const { PageSize, NextToken } = parseInput(schema.list, input);
        const { items, next } = pageOf(sets.names(), String, { maximum: PageSize, token: NextToken });
        return { ConfigurationSets: items, NextToken: next };
      },
    },
    DeleteConfigurationSet: {
      route: `DELETE ${PATH}/:ConfigurationSetName`,
      run: async (input) => {
        await sets.delete(parseInput(schema.set, input).ConfigurationSetName);
        return {};
      },
    },
    ...optionOperations(sets),
  };
}

/** Each puts options in the place of those that were. */
function optionOperations(sets: ConfigurationSets): RestOperations {
  async function change(name: string, options: Partial<ConfigurationSet>): Promise<object> {
    await sets.update({ ...sets.get(name), ...options });
    return {};
  }
  return {
    PutConfigurationSetDeliveryOptions: {
      route: `PUT ${PATH}/:ConfigurationSetName/delivery-options`,
      run: (input) => {
        const { ConfigurationSetName, ...options } = parseInput(schema.delivery, input);
        refuseUnsupported(options);
        return change(ConfigurationSetName, deliveryOf(options));
      },
    },
    PutConfigurationSetReputationOptions: {
      route: `PUT ${PATH}/:ConfigurationSetName/reputation-options`,
      run: (input) => {
        const { ConfigurationSetName, ReputationMetricsEnabled } = parseInput(schema.reputation, input);
        return change(ConfigurationSetName, { reputationMetrics: ReputationMetricsEnabled });
      },
    },
    PutConfigurationSetSendingOptions: {
      route: `PUT ${PATH}/:ConfigurationSetName/sending`,
      run: (input) => {
        const { ConfigurationSetName, SendingEnabled } = parseInput(schema.sending, input);
        return change(ConfigurationSetName, { sending: SendingEnabled });
      },
    },
    PutConfigurationSetSuppressionOptions: {
      route: `PUT ${PATH}/:ConfigurationSetName/suppression-options`,
      run: (input) => {
        const { ConfigurationSetName, ...options } = parseInput(schema.suppression, input);
        refuseUnsupported(options);
        return change(ConfigurationSetName, { suppressedReasons: options.SuppressedReasons });
      },
    },
  };
}

function deliveryOf(options: {
  TlsPolicy?: ConfigurationSet['tlsPolicy'];
  MaxDeliverySeconds?: number | undefined;
}): Pick<ConfigurationSet, 'tlsPolicy' | 'maxDeliverySeconds'> {
  return { tlsPolicy: options.TlsPolicy, maxDeliverySeconds: options.MaxDeliverySeconds };
}

function describe({ name, tags: own, tlsPolicy: policy, maxDeliverySeconds, ...set }: ConfigurationSet): object {
  const delivery = policy !== undefined || maxDeliverySeconds !== undefined;
  return {
    ConfigurationSetName: name,
    ...(delivery && { DeliveryOptions: { TlsPolicy: policy, MaxDeliverySeconds: maxDeliverySeconds } }),
    ReputationOptions: { ReputationMetricsEnabled: set.reputationMetrics },
    SendingOptions: { SendingEnabled: set.sending },
    ...(set.suppressedReasons && { SuppressionOptions: { SuppressedReasons: set.suppressedReasons } }),
    Tags: toTagList(own),
  };
}

function refuseUnsupported(...given: readonly object[]): void {
  const unsupported = given.flatMap((options) => Object.keys(options)).find((name) => NOT_SUPPORTED.includes(name));
  if (unsupported !== undefined) throw notSupported(unsupported);
}
