import { randomUUID } from 'node:crypto';
import type { MailSink } from '../shared/ports.ts';
import { LOCAL_REGION, type Clock } from '../shared/service.ts';
import { badRequest, messageRejected, sendingRateExceeded } from './errors.ts';
import type { Faults } from './faults.ts';
import type { Identities } from './identities.ts';
import type { Message } from './message.ts';
import { SendingRate } from './rate.ts';
import { isSimulated, outcome } from './simulator.ts';

/** Source: Amazon SES Developer Guide, "Service quotas in Amazon SES". */
const MAXIMUM_RECIPIENTS = 50;
const DAY_MS = 86_400_000;
/** What SES grants to a new account outside the sandbox; said, and not enforced. */
const USUAL_SEND_RATE = 14;

interface SenderOptions {
  identities: Identities;
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
   * @param maximumBytes of the message, which the two APIs limit differently
   * @returns the message id
   * @throws AwsError as SES answers
   */
  async send(message: Message, maximumBytes: number): Promise<string> {
    const { faults, mail } = this.#options;
    const { to, cc = [], bcc = [] } = message.mail;
    const recipients = [...to, ...cc, ...bcc];
    this.#check(message, recipients, maximumBytes);
    const fault = faults.take();
    if (fault?.delivered === false) throw fault.error;
    if (this.#rate?.take(recipients.length) === false) throw sendingRateExceeded();

    const at = this.#options.clock();
    for (const each of outcome(message)) await mail.deliver(each);
    this.#sent.push({ at, recipients: recipients.filter((address) => !isSimulated(address)).length });
    if (fault) throw fault.error;
    return messageId(at);
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

  #check({ senders, bytes }: Message, recipients: readonly string[], maximumBytes: number): void {
    if (recipients.length === 0) throw badRequest('The message has no recipient.');
    if (recipients.length > MAXIMUM_RECIPIENTS) throw badRequest(`Recipient count exceeds ${MAXIMUM_RECIPIENTS}.`);
    if (bytes > maximumBytes) throw badRequest(`Message length is more than ${maximumBytes} bytes long: '${bytes}'.`);
    const unverified = [...new Set(senders)].filter((address) => !this.#options.identities.isVerified(address));
    if (unverified.length === 0) return;
    throw messageRejected(
      `Email address is not verified. The following identities failed the check in region ${LOCAL_REGION.toUpperCase()}: ${unverified.join(', ')}`,
    );
  }
}

/** In the form of those of the Region: they begin with the time. */
function messageId(nowMs: number): string {
  return `0102${nowMs.toString(16).padStart(12, '0')}-${randomUUID()}-000000`;
}
