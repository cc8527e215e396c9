import { RequestError } from '../../request-error.ts';
import type { WireItem, WireValue } from '../attribute-values.ts';
import type { Write } from '../writes.ts';
import { expiry, versionOf, type Versioning } from './versioning.ts';

/** `2026-01-31`, and `23:59:59.999` */
export const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
export const timeOf = (time: number): string => new Date(time).toISOString().slice(11, 23);

/** Where the changes of a table's items on one day are. */
export const partitionOf = (table: string, date: string): string => `${table}:${date}`;

/**
 * The record of a change ("Versioning DynamoDB data sources in AWS AppSync", "Delta sync table logging"; "Using Delta Sync operations").
 * @param item as it is after the change
 * @param now when it happened, in milliseconds
 */
export function deltaRecord(
  table: string,
  versioning: Versioning,
  write: Write,
  item: WireItem,
  now: number,
): WireItem {
  const { key, customPartitionKey, populateIndexFields } = write;
  const [date, time, version] = [partitionOf(table, dateOf(now)), timeOf(now), versionOf(item)];
  const partOf = (name: string): string => text(key[name]);
  const shared = { ...item, _ttl: { N: expiry(now, versioning.deltaTableTtl) } };
  if (typeof customPartitionKey !== 'string') {
    const primaryKey = Object.keys(key).map(partOf).join('#');
    return { ...shared, ds_pk: { S: date }, ds_sk: { S: `${time}:${primaryKey}:${version}` } };
  }
  if (!Object.hasOwn(key, customPartitionKey))
    throw new RequestError(`Invalid value for field '$[customPartitionKey]': the key has no ${customPartitionKey}`);
  const sortKey = Object.keys(key)
    .filter((name) => name !== customPartitionKey)
    .map(partOf);
  const custom = {
    ds_pk: { S: `${date}:${partOf(customPartitionKey)}` },
    ds_sk: { S: [time, ...sortKey, version].join(':') },
  };
  if (populateIndexFields !== true) return { ...shared, ...custom };
  const gsiKey = [partOf(customPartitionKey), ...sortKey].join('#');
  return { ...shared, ...custom, gsi_ds_pk: { S: date }, gsi_ds_sk: { S: `${time}:${gsiKey}:${version}` } };
}

const text = (value: WireValue | undefined): string => value?.S ?? value?.N ?? value?.B ?? '';
