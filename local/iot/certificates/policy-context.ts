import type { X509Certificate } from 'node:crypto';
import type { Context } from '../../iam/policy/context.ts';
import type { IotClient } from '../access.ts';
import type { ThingRecord } from '../control/records.ts';

/** The parts of a distinguished name, as policies call them, and as they are abbreviated in certificates. */
const NAME_PARTS: Readonly<Record<string, string>> = {
  commonname: 'CN',
  country: 'C',
  distinguishednamequalifier: 'dnQualifier',
  generationqualifier: 'generationQualifier',
  givenname: 'GN',
  initials: 'initials',
  organization: 'O',
  organizationalunit: 'OU',
  pseudonym: 'pseudonym',
  serialnumber: 'serialNumber',
  state: 'ST',
  surname: 'SN',
  title: 'title',
};

export interface Asking {
  client: IotClient;
  certificate: X509Certificate;
  sourceIp: string;
  /** The one that the client is: it has the name of the client id, and the certificate is attached to it. */
  thing: ThingRecord | undefined;
}

/**
 * What policy variables and condition keys stand for. Those of a thing stand for nothing where the client is none.
 * Source: AWS IoT Core Developer Guide, "Thing policy variables", "X.509 Certificate AWS IoT Core policy variables", "Using connectAttributes".
 */
export function policyContext({ client, certificate, sourceIp, thing }: Asking): Context {
  const one = (value: string | undefined): readonly string[] | undefined => (value === undefined ? value : [value]);
  const known: Readonly<Record<string, () => readonly string[] | undefined>> = {
    'aws:sourceip': () => [sourceIp],
    'iot:clientid': () => [client.id],
    'iot:connectattributes': () => client.attributes,
    'iot:connection.thing.isattached': () => [String(thing !== undefined)],
    'iot:connection.thing.thingname': () => one(thing?.thingName),
    'iot:connection.thing.thingtypename': () => one(thing?.thingTypeName),
    'iot:certificate.serialnumber': () => [certificate.serialNumber],
  };
  return (name) => {
    const [, attribute] = /^iot:Connection\.Thing\.Attributes\[(.+)\]$/i.exec(name) ?? [];
    if (attribute !== undefined)
      return thing && Object.hasOwn(thing.attributes, attribute) ? one(thing.attributes[attribute]) : undefined;
    const key = name.toLowerCase();
    if (Object.hasOwn(known, key)) return known[key]?.();
    const [, whose, part = '', at] = /^iot:certificate\.(subject|issuer)\.([a-z]+)(?:\.(\d+))?$/.exec(key) ?? [];
    if (whose === undefined) return undefined;
    const values = partsOfName(whose === 'subject' ? certificate.subject : certificate.issuer, NAME_PARTS[part]);
    return one(values[Number(at ?? 0)]);
  };
}

/** @param name a part a line, such as `CN=probe-1` */
function partsOfName(name: string, part: string | undefined): string[] {
  const lines = name.split('\n').map((line) => line.split(/=(.*)/s));
  return lines.flatMap(([type, value]) => (type === part && value !== undefined ? [value] : []));
}
