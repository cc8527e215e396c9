import type { FunctionArtifact, FunctionsArtifact } from '../../../build/artifacts.ts';
import type { ReadingsLocation } from '../../../functions/shared/readings/location.ts';
import {
  BUCKETS,
  DEVICE_POLICY,
  DEVICE_THING_TYPE,
  EXPORT_DAYS,
  MAIL_FROM,
  physicalName,
  READINGS_STORES,
} from '../names.ts';
import { POOL_ID } from './user-pool.ts';

interface Settings {
  graphqlUrl: string;
  downloadUrl: string;
  /** Where people sign up and sign in. */
  signInUrl: string;
  /** Of the broker with TLS: `host:port`. */
  mqttEndpoint: string;
  rootCaUrl: string;
  deadLetterQueueUrl: string;
  signUp: 'invited' | 'open';
  store: ReadingsLocation['kind'];
}

/**
 * The environment variables of each function: those that its own configuration schema names, and no others but the level of its log. What is invoked
 * every minute says nothing while nothing is wrong: a terminal is no log group.
 */
export function functionEnvironments(
  functions: FunctionsArtifact,
  settings: Settings,
): Readonly<Record<string, Record<string, string>>> {
  const values: Record<string, string> = {
    READINGS_STORE: READINGS_STORES[settings.store],
    DEVICES_TABLE: physicalName('devices'),
    LATEST_TABLE: physicalName('latest'),
    ORGANIZATIONS_TABLE: physicalName('organizations'),
    IDENTITIES_TABLE: physicalName('identities'),
    MEMBERSHIPS_TABLE: physicalName('memberships'),
    ACCOUNTS_TABLE: physicalName('accounts'),
    AUDIT_EVENTS_TABLE: physicalName('auditEvents'),
    DEVICE_POLICY,
    DEVICE_THING_TYPE,
    MQTT_ENDPOINT: settings.mqttEndpoint,
    ROOT_CA_URL: settings.rootCaUrl,
    DEAD_LETTER_QUEUE_URL: settings.deadLetterQueueUrl,
    GRAPHQL_URL: settings.graphqlUrl,
    SIGN_UP: settings.signUp,
    USER_POOL_ID: POOL_ID,
    EXPORTS_TABLE: physicalName('exports'),
    EXPORT_LEDGER_TABLE: physicalName('exportLedger'),
    EXPORTS_BUCKET: BUCKETS.exports,
    UNLOAD_BUCKET: BUCKETS.unload,
    IMPORTS_BUCKET: BUCKETS.imports,
    DEVICE_IMPORTS_TABLE: physicalName('deviceImports'),
    // The laptop's AWS IoT refuses none: as fast as it goes.
    CERTIFICATES_PER_SECOND: '1000',
    EXPORT_FUNCTION: physicalName('export'),
    EXPORT_DAYS: EXPORT_DAYS.toString(),
    DOWNLOAD_URL: settings.downloadUrl,
    MAIL_FROM,
    SIGN_IN_URL: settings.signInUrl,
  };
  return Object.fromEntries(
    Object.entries(functions).map(([name, artifact]) => [
      name,
      { ...environmentOf(name, artifact, values), ...(artifact.schedule && { POWERTOOLS_LOG_LEVEL: 'WARN' }) },
    ]),
  );
}

function environmentOf(
  name: string,
  { environment }: FunctionArtifact,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    environment.map((variable) => {
      const value = values[variable];
      if (value === undefined)
        throw new Error(
          `functions/${name} wants ${variable}, which local/stack/resources/environments.ts does not set`,
        );
      return [variable, value];
    }),
  );
}
