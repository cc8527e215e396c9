import type { Clock } from '../../../../shared/service.ts';
import type { WireItem } from '../attribute-values.ts';
import type { Source } from '../operation.ts';

const MINUTE_MS = 60_000;

/** How a data source keeps versions ("Versioning DynamoDB data sources in AWS AppSync"). */
export interface Versioning {
  /** Where changes are recorded. */
  deltaTable: string;
  /** How long a deleted item stays in the table, in minutes; 0 deletes at once. */
  baseTableTtl: number;
  /** How long a record of a change stays, in minutes. */
  deltaTableTtl: number;
  clock: Clock;
}

export interface VersionedSource extends Source {
  readonly versioning: Versioning;
}

/** What AppSync writes into items itself. */
export const METADATA: readonly string[] = ['_version', '_lastChangedAt', '_deleted', '_ttl'];

/** The version of an item; 0 where there is none, or none yet. */
export const versionOf = (item: WireItem | undefined): number => Number(item?._version?.N ?? 0);

/** When what happens at `now` is to be removed, in seconds as DynamoDB's time to live has it. */
export const expiry = (now: number, minutes: number): string => String(Math.floor((now + minutes * MINUTE_MS) / 1000));

/** Where changes since are all recorded, in milliseconds. */
export const deltaStart = ({ deltaTableTtl }: Versioning, now: number): number => now - deltaTableTtl * MINUTE_MS;
