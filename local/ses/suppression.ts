import type { Clock } from '../shared/service.ts';
import { partsOf } from './addresses.ts';
import type { ConfigurationSet, Store, SuppressedDestination, SuppressionReason } from './store.ts';

const ACCOUNT = 'account';

/**
 * The account-level suppression list. An address is there by its letters whatever their case.
 * Source: Amazon SES Developer Guide, "Using the Amazon SES account-level suppression list".
 */
export class Suppression {
  readonly #records: Pick<Store, 'suppressed' | 'account'>;
  readonly #clock: Clock;

  constructor(records: Pick<Store, 'suppressed' | 'account'>, clock: Clock) {
    this.#records = records;
    this.#clock = clock;
  }

  /** The reasons for which the account suppresses: both, as for every account since November 2019, until it says otherwise. */
  accountReasons(): readonly SuppressionReason[] {
    return this.#records.account.get(ACCOUNT)?.suppressedReasons ?? ['BOUNCE', 'COMPLAINT'];
  }

  setAccountReasons(suppressedReasons: SuppressionReason[]): Promise<void> {
    return this.#records.account.put(ACCOUNT, { suppressedReasons });
  }

  /** Those of a configuration set come before the account's. */
  reasons(set: ConfigurationSet | undefined): readonly SuppressionReason[] {
    return set?.suppressedReasons ?? this.accountReasons();
  }

  put(address: string, reason: SuppressionReason, feedback?: SuppressedDestination['feedback']): Promise<void> {
    return this.#records.suppressed.put(keyOf(address), { address, reason, updatedAt: this.#clock(), feedback });
  }

  get(address: string): SuppressedDestination | undefined {
    return this.#records.suppressed.get(keyOf(address));
  }

  /** @returns whether it was there */
  delete(address: string): Promise<boolean> {
    return this.#records.suppressed.delete(keyOf(address));
  }

  /** In the order of {@link keyOf}. */
  list(): SuppressedDestination[] {
    return this.#records.suppressed.list();
  }
}

/** What tells addresses apart, and orders them. */
export function keyOf(address: string): string {
  const { local, domain = '' } = partsOf(address);
  return `${local}@${domain}`.toLowerCase();
}
