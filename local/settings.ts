import { join, resolve } from 'node:path';
import * as v from 'valibot';
import type { ReadingsLocation } from '../functions/shared/readings/location.ts';

const port = (fallback: string) =>
  v.pipe(
    v.optional(v.string(), fallback),
    v.regex(/^\d+$/, 'must be a port: a whole number from 0 (any free one) to 65535'),
    v.transform(Number),
    v.maxValue(65_535, 'must be at most 65535'),
  );

const Environment = v.object({
  SONDE_PORT: port('4000'),
  SONDE_AWS_PORT: port('4566'),
  SONDE_MQTT_PORT: port('1883'),
  SONDE_MQTTS_PORT: port('8883'),
  SONDE_DATA: v.optional(v.pipe(v.string(), v.nonEmpty('must name a folder')), '.sonde'),
  SONDE_STORE: v.optional(
    v.picklist(
      ['timestream', 'dynamodb'],
      ({ input }) => `must be "timestream" or "dynamodb", which readings are kept in, and not ${String(input)}`,
    ),
    'timestream',
  ),
  SONDE_TRACE: v.optional(v.picklist(['', '0', '1', 'full'], 'must be "1", or "full" for whole values'), ''),
  SONDE_SIGN_UP: v.optional(v.picklist(['invited', 'open'], 'must be "invited" or "open"'), 'invited'),
});

export interface Settings {
  ports: { graphql: number; aws: number; mqtt: number; mqtts: number };
  /** Where the state lives, and what clients are configured with. */
  directory: string;
  /** What readings are kept in. */
  store: ReadingsLocation['kind'];
  signUp: 'invited' | 'open';
  /** Whether what is done for each request is shown, and its values whole or cut. */
  trace: 'off' | 'cut' | 'whole';
}

/**
 * The settings of `make dev`, from environment variables.
 * @throws Error that names each variable that is wrong, and what would be right
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = v.safeParse(Environment, environment);
  if (!parsed.success) {
    throw new Error(
      parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'environment'} ${issue.message}`).join('\n'),
    );
  }
  const { SONDE_PORT, SONDE_AWS_PORT, SONDE_MQTT_PORT, SONDE_MQTTS_PORT, SONDE_DATA, SONDE_STORE, SONDE_SIGN_UP } =
    parsed.output;
  return {
    ports: { graphql: SONDE_PORT, aws: SONDE_AWS_PORT, mqtt: SONDE_MQTT_PORT, mqtts: SONDE_MQTTS_PORT },
    directory: resolve(SONDE_DATA),
    store: SONDE_STORE,
    signUp: SONDE_SIGN_UP,
    trace: ({ '': 'off', '0': 'off', '1': 'cut', full: 'whole' } as const)[parsed.output.SONDE_TRACE],
  };
}

/** Where the state of a Sonde with this readings store lives: each has its own devices, readings and exports, for they belong together. */
export function stateDirectory({ directory, store }: Pick<Settings, 'directory' | 'store'>): string {
  return store === 'timestream' ? directory : join(directory, `on-${store}`);
}
