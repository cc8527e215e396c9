import { LOCAL_ACCOUNT } from '../shared/service.ts';

/** Physical names, by the rule that Terraform has too: `<project>-<environment>-<thing>`. */
const PREFIX = 'sonde-local';

export const physicalName = (thing: string): string => `${PREFIX}-${thing}`;

/** The thing that a physical name is of. */
export const logicalName = (name: string): string => name.replace(`${PREFIX}-`, '');

export const READINGS = { database: 'sonde_local', table: 'readings' } as const;
/** How long readings are kept, in days: the demo's history goes back years, and a back-fill may go back further. */
export const READINGS_DAYS = 73_000;
/** Where readings are kept, by the kind of store: what functions get as READINGS_STORE. */
export const READINGS_STORES = {
  timestream: `timestream:${READINGS.database}/${READINGS.table}`,
  dynamodb: `dynamodb:${physicalName('readings')}/${READINGS_DAYS}`,
} as const;
/** With the account, as all accounts share the names of buckets. */
export const BUCKETS = {
  exports: `${physicalName('exports')}-${LOCAL_ACCOUNT}`,
  unload: `${physicalName('unload')}-${LOCAL_ACCOUNT}`,
  imports: `${physicalName('imports')}-${LOCAL_ACCOUNT}`,
} as const;
/** How long the files of an export live, in days. */
export const EXPORT_DAYS = 7;
/** The sender of Sonde's own mails. */
export const MAIL_FROM = 'no-reply@sonde.example';
/** By which they are sent. */
export const CONFIGURATION_SET = PREFIX;
/** The IoT policy of devices, and the type of their things. */
export const DEVICE_POLICY = physicalName('device');
export const DEVICE_THING_TYPE = physicalName('device');
export const INGEST_QUEUE = physicalName('ingest');
export const INGEST_DEAD_LETTER_QUEUE = physicalName('ingest-dead-letter');

export const roleArn = (name: string): string => `arn:aws:iam::${LOCAL_ACCOUNT}:role/${physicalName(name)}`;
