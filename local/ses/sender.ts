import { randomUUID } from 'node:crypto';
import { AwsError } from '../shared/aws-error.ts';
import type { MailSink } from '../shared/ports.ts';
import { LOCAL_REGION, type Clock } from '../shared/service.ts';
import type { ConfigurationSets } from './configuration-sets.ts';
import { badRequest, messageRejected, sendingRateExceeded } from './errors.ts';
import { feedbackIdOf } from './events.ts';
import { DELIVERED, suppressedFate, type Fate, type Fates } from './fate.ts';
import type { Faults } from './faults.ts';
import type { Identities } from './identities.ts';
import type { Message } from './message.ts';
import { outcome, type Forwarded } from './outcome.ts';
import { topicsFor, type Publisher } from './publisher.ts';
import { SendingRate } from './rate.ts';
import { simulated } from './simulator.ts';
import type { ConfigurationSet, Identity } from './store.ts';
import type { Suppression } from './suppression.ts';

/** Source: Amazon SES Developer Guide, "Service quotas in Amazon SES". */
const MAXIMUM_RECIPIENTS = 50;
const DAY_MS = 86_400_000;
/** What SES grants to a new account outside the sandbox; said, and not enforced. */
const USUAL_SEND_RATE = 14;

interface SenderOptions {
  identities: Identities;
  configurationSets: ConfigurationSets;
  suppression: Suppression;
  publisher: Publisher;
  faults: Faults;
  mail: MailSink;
  clock: Clock;
  /** Recipients a second; no limit unless given. */
  maxSendRate: number | undefined;
}

/** What an account may send and has sent. */
export interface SendQuota {
  /** -1: no limit. */
  Max24HourSend: number;
  MaxSendRate: number;
  SentLast24Hours: number;
}

/** How the two APIs differ. */
export interface SendingApi {
  /** Of an encoded message. */
  maximumBytes: number;
  /** The exception where a configuration set is paused. */
  configurationSetPaused: string;
}

/** Sends mail as SES does: to the local mailbox. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #rate: SendingRate | undefined;
  #sent: { at: number; recipients: number }[] = [];

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#rate = options.maxSendRate === undefined ? undefined : new SendingRate(options.maxSendRate, options.clock);
  }

  /**
   * @param operation of the API, such as `SendRawEmail`
   * @returns the message id
   * @throws AwsError as SES answers
   */
  async send(message: Message, operation: string, api: SendingApi): Promise<string> {
    const { faults, mail, clock, publisher } = this.#options;
    const { to, cc = [], bcc = [] } = message.mail;
    const recipients = [...to, ...cc, ...bcc];
    const identity = this.#check(message, recipients, api);
    const configurationSet = this.#configurationSet(message, identity, api);
    const fault = faults.take();
    if (fault?.delivered === false) throw fault.error;
    if (this.#rate?.take(recipients.length) === false) throw sendingRateExceeded();

    const at = clock();
    const messageId = newMessageId(at);
    const fates = message.virus ? [] : this.#fates(recipients, configurationSet);
    for (const each of outcome(message, fates, forwardedOf(identity, configurationSet))) await mail.deliver(each);
    this.#sent.push({ at, recipients: recipients.filter((address) => !simulated(address)).length });
    await this.#suppressComplaints(messageId, fates, configurationSet);
    if (configurationSet)
      publisher.publish({ message, messageId, at, identity, configurationSet, operation, recipients, fates });
    if (fault) throw fault.error;
    return messageId;
  }

  quota(): SendQuota {
    const since = this.#options.clock() - DAY_MS;
    this.#sent = this.#sent.filter(({ at }) => at > since);
    return {
      Max24HourSend: -1,
      MaxSendRate: this.#options.maxSendRate ?? USUAL_SEND_RATE,
      SentLast24Hours: this.#sent.reduce((total, { recipients }) => total + recipients, 0),
    };
  }

  /** @returns the identity that the message is sent by */
  #check({ senders, bytes }: Message, recipients: readonly string[], { maximumBytes }: SendingApi): Identity {
    if (recipients.length === 0) throw badRequest('The message has no recipient.');
    if (recipients.length > MAXIMUM_RECIPIENTS) throw badRequest(`Recipient count exceeds ${MAXIMUM_RECIPIENTS}.`);
    if (bytes > maximumBytes) throw badRequest(`Message length is more than ${maximumBytes} bytes long: '${bytes}'.`);
    const identities = new Map(senders.map((address) => [address, this.#options.identities.verifying(address)]));
    const unverified = [...identities].filter(([, identity]) => !identity).map(([address]) => address);
    const [identity] = identities.values();
    if (identity && unverified.length === 0) return identity;
    throw messageRejected(
      `Email address is not verified. The following identities failed the check in region ${LOCAL_REGION.toUpperCase()}: ${unverified.join(', ')}`,
    );
  }

  /** That of the message, or the default of the identity, which fails otherwise where it has been deleted. */
  #configurationSet(
    { configurationSet: named }: Message,
    identity: Identity,
    { configurationSetPaused }: SendingApi,
  ): ConfigurationSet | undefined {
    const { configurationSets } = this.#options;
    const name = named ?? identity.configurationSet;
    if (name === undefined) return undefined;
    const set = named === undefined ? configurationSets.find(name) : configurationSets.get(name);
    if (!set) throw badRequest(`Configuration set <${name}> does not exist.`);
    if (!set.sending)
      throw new AwsError(configurationSetPaused, `Email sending is disabled for configuration set <${name}>.`);
    return set;
  }

  #fates(recipients: readonly string[], set: ConfigurationSet | undefined): Fates {
    const reasons = this.#options.suppression.reasons(set);
    const fateOf = (address: string): Fate => {
      const listed = this.#options.suppression.get(address);
      if (listed && reasons.includes(listed.reason)) return suppressedFate(listed.reason);
      return simulated(address) ?? DELIVERED;
    };
    return [...new Set(recipients)].map((address) => [address, fateOf(address)] as const);
  }

  /**
   * Bounces put nobody onto the list here: all come from the mailbox simulator, whose addresses are spared.
   * Source: Amazon SES Developer Guide, "Using the mailbox simulator manually".
   */
  async #suppressComplaints(messageId: string, fates: Fates, set: ConfigurationSet | undefined): Promise<void> {
    const { suppression } = this.#options;
    if (!suppression.reasons(set).includes('COMPLAINT')) return;
    for (const [address, { complaint }] of fates) {
      if (complaint?.subType !== null) continue;
      await suppression.put(address, 'COMPLAINT', { messageId, feedbackId: feedbackIdOf(messageId, address, fates) });
    }
  }
}

/** Where forwarding is off, only what no event destination tells comes by mail. Source: Amazon SES API v2 Reference, "GetEmailIdentity". */
function forwardedOf({ feedbackForwarding }: Identity, set: ConfigurationSet | undefined): Forwarded {
  const told = (type: 'BOUNCE' | 'COMPLAINT'): boolean => set !== undefined && topicsFor(set, type).length > 0;
  return { bounces: feedbackForwarding || !told('BOUNCE'), complaints: feedbackForwarding || !told('COMPLAINT') };
}

/** In the form of those of the Region: they begin with the time. */
function newMessageId(nowMs: number): string {
  return `0102${nowMs.toString(16).padStart(12, '0')}-${randomUUID()}-000000`;
}
