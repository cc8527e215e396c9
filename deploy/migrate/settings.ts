import * as v from 'valibot';
import { ULID } from '../../functions/shared/names.ts';
import { EARLIEST, formatTime, LATEST, type Nanoseconds, parseTime } from '../../functions/shared/time.ts';
import { parseVariables } from '../settings.ts';
import type { DeviceFilter } from './devices.ts';
import type { Period } from './months.ts';

/** The stores that an environment may have. */
const STORES = ['timestream', 'dynamodb'] as const;
export type StoreKind = (typeof STORES)[number];

const Store = v.pipe(v.optional(v.string(), ''), v.picklist(STORES, `must be one of ${STORES.join(' and ')}`));
const Id = v.pipe(
  v.optional(v.string(), ''),
  v.check(
    (text) => text === '' || ULID.test(text),
    'must be an id, as the API gives it, such as 01JZ8Q6V5X3M9T2B7C4D1E0F8J',
  ),
  v.transform((text) => (text === '' ? null : text)),
);
const Time = v.pipe(
  v.optional(v.string(), ''),
  v.rawTransform<string, Nanoseconds | null>(({ dataset, addIssue, NEVER }) => {
    if (dataset.value === '') return null;
    const time = parseTime(dataset.value);
    if (time !== undefined && time >= EARLIEST && time <= LATEST) return time;
    addIssue({ message: 'must be a time from 1970 on with an offset, such as 2026-03-29T00:00:00Z' });
    return NEVER;
  }),
);

const Variables = v.object({
  FROM: Store,
  TO: Store,
  ORGANIZATION: Id,
  DEVICE: Id,
  SINCE: Time,
  UNTIL: Time,
  SWITCHED: Time,
  VERIFY: v.optional(v.picklist(['', '0', '1'], 'must be 1, to compare only, or be left out'), ''),
  CHECKPOINT: v.optional(v.string(), ''),
});

/** What a person gives to `make migrate-readings`. */
export interface MigrationSettings {
  from: StoreKind;
  to: StoreKind;
  devices: DeviceFilter;
  period: Period;
  /** From when on what the target received counts more than what is copied; null for ever since. */
  switched: Nanoseconds | null;
  /** Whether anything is copied; else it is only compared. */
  copies: boolean;
  /** The file of the checkpoint. */
  checkpoint: string;
}

/**
 * The settings of `make migrate-readings`, from environment variables.
 * @throws Error that names each variable that is wrong, and what would be right
 */
export function readMigration(
  variables: Readonly<Record<string, string | undefined>>,
  environment: string,
): MigrationSettings {
  const { FROM, TO, ORGANIZATION, DEVICE, SINCE, UNTIL, SWITCHED, VERIFY, CHECKPOINT } = parseVariables(
    Variables,
    variables,
  );
  if (FROM === TO) throw new Error(`FROM and TO are both ${FROM}: readings go from one store to the other.`);
  const period = { from: SINCE ?? EARLIEST, to: UNTIL ?? LATEST + 1n };
  if (period.from >= period.to) throw new Error('UNTIL must be later than SINCE.');
  if (SWITCHED !== null && SWITCHED > BigInt(Date.now()) * 1_000_000n)
    throw new Error(`SWITCHED must be past; ${formatTime(SWITCHED)} is not.`);
  const copies = VERIFY !== '1';
  const name = `${environment}-${FROM}-to-${TO}${copies ? '' : '-verify'}`;
  return {
    from: FROM,
    to: TO,
    devices: { organizationId: ORGANIZATION, deviceId: DEVICE },
    period,
    switched: SWITCHED,
    copies,
    checkpoint: CHECKPOINT === '' ? `migrations/${name}.json` : CHECKPOINT,
  };
}

/**
 * When copied readings count as received, in ms since 1970. No reading that ever reached a broker was received in January 1970: so all that the target
 * received itself counts more, and of two copies the later one.
 * @param now ms since 1970
 */
export function receivedAtOf({ switched }: Pick<MigrationSettings, 'switched'>, now: number): number {
  return switched === null ? Math.floor(now / 1000) : Number(switched / 1_000_000n);
}
