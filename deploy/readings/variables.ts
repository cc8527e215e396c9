import * as v from 'valibot';
import { METRIC_NAME, METRIC_NAME_RULE, ULID } from '../../functions/shared/names.ts';
import { parseTime } from '../../functions/shared/time.ts';
import { parseVariables } from '../settings.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export interface Device {
  organizationId: string;
  deviceId: string;
}

const DEVICE = 'DEVICE=<organization>/<device>, as in the topic that it publishes to';

const isDevice = (text: string): boolean =>
  text.split('/').length === 2 && text.split('/').every((id) => ULID.test(id));

function deviceOf(text: string): Device {
  const [organizationId = '', deviceId = ''] = text.split('/');
  return { organizationId, deviceId };
}

const Time = (name: string, what: string) =>
  v.pipe(
    v.optional(v.string(), ''),
    v.nonEmpty(`is not set: give ${what}, such as ${name}=2026-01-31T12:00:00Z`),
    v.check((text) => parseTime(text) !== undefined, 'must be a time such as 2026-01-31T12:00:00Z'),
  );

const Rebuild = v.object({
  DEVICE: v.pipe(
    v.optional(v.string(), ''),
    v.check((text) => text === '' || isDevice(text), `must be two ULIDs: ${DEVICE}; or be left out, for all devices`),
    v.transform((text) => (text === '' ? null : deviceOf(text))),
  ),
  AFTER: v.pipe(
    v.optional(v.string(), ''),
    v.regex(/^[\w-]*$/, 'must be what a run that stopped prints'),
    v.transform((text) => (text === '' ? null : text)),
  ),
});

/** What `make rebuild-readings` is given. @throws Error that names each variable that is wrong */
export function readRebuild(variables: Variables): { device: Device | null; after: string | null } {
  const { DEVICE: device, AFTER: after } = parseVariables(Rebuild, variables);
  return { device, after };
}

const Erase = v.object({
  DEVICE: v.pipe(
    v.optional(v.string(), ''),
    v.nonEmpty(`is not set: give ${DEVICE}`),
    v.check(isDevice, `must be two ULIDs: ${DEVICE}`),
    v.transform(deviceOf),
  ),
  METRIC: v.pipe(
    v.optional(v.string(), ''),
    v.nonEmpty('is not set: give the name of the metric, such as METRIC=temperature'),
    v.regex(METRIC_NAME, `must be the name of a metric: ${METRIC_NAME_RULE}`),
  ),
  FROM: Time('FROM', 'the earliest time to erase'),
  TO: Time('TO', 'the earliest time not to erase any more'),
});

/** Which readings `make erase-readings` is to erase. */
export interface Erasure extends Device {
  metric: string;
  /** ISO 8601. The earliest time that is in. */
  from: string;
  /** ISO 8601. The earliest time that is no longer in. */
  to: string;
}

/** What `make erase-readings` is given. @throws Error that names each variable that is wrong */
export function readErasure(variables: Variables): Erasure {
  const { DEVICE: device, METRIC: metric, FROM: from, TO: to } = parseVariables(Erase, variables);
  if ((parseTime(from) ?? 0n) >= (parseTime(to) ?? 0n)) throw new Error('FROM must be before TO.');
  return { ...device, metric, from, to };
}
