import { describe, expect, it } from 'vitest';
import { fromMilliseconds } from '../../shared/time.ts';
import { decode } from './decode.ts';

const receivedAt = Date.parse('2026-03-29T12:00:00Z');
const NOW = fromMilliseconds(receivedAt);
const SECOND = 1_000_000_000n;
const SENSOR = 'urn:dev:ow:10e2073a01080063';

interface Example {
  message: object[];
  /** The resolved records as readings: metric, time in ns, value or text. Units are those of the device's metrics. */
  stored: [metric: string, time: bigint, measured: number | string][];
  refused?: string[];
}

/** What RFC 8428, "Sensor Measurement Lists (SenML)", shows in JSON, by section. */
const examples: Record<string, Example> = {
  'section 2, two measurements': {
    message: [
      { n: SENSOR, u: 'Cel', t: 1.276020076e9, v: 23.5 },
      { n: SENSOR, u: 'Cel', t: 1.276020091e9, v: 23.6 },
    ],
    stored: [
      [SENSOR, 1276020076n * SECOND, 23.5],
      [SENSOR, 1276020091n * SECOND, 23.6],
    ],
  },
  'section 2, a base name': {
    message: [
      { bn: SENSOR, u: 'Cel', t: 1.276020076e9, v: 23.5 },
      { u: 'Cel', t: 1.276020091e9, v: 23.6 },
    ],
    stored: [
      [SENSOR, 1276020076n * SECOND, 23.5],
      [SENSOR, 1276020091n * SECOND, 23.6],
    ],
  },
  'section 5.1.1, a single data point': {
    message: [{ n: SENSOR, u: 'Cel', v: 23.1 }],
    stored: [[SENSOR, NOW, 23.1]],
  },
  'section 5.1.2, voltage and current now': {
    message: [
      { bn: `${SENSOR}:`, n: 'voltage', u: 'V', v: 120.1 },
      { n: 'current', u: 'A', v: 1.2 },
    ],
    stored: [
      [`${SENSOR}:voltage`, NOW, 120.1],
      [`${SENSOR}:current`, NOW, 1.2],
    ],
  },
  'section 5.1.2, the current of the last five seconds': {
    message: [
      { bn: 'urn:dev:ow:10e2073a0108006:', bt: 1.276020076001e9, bu: 'A', bver: 5, n: 'voltage', u: 'V', v: 120.1 },
      { n: 'current', t: -5, v: 1.2 },
      { n: 'current', t: -4, v: 1.3 },
      { n: 'current', t: -3, v: 1.4 },
      { n: 'current', t: -2, v: 1.5 },
      { n: 'current', t: -1, v: 1.6 },
      { n: 'current', v: 1.7 },
    ],
    stored: [
      ['urn:dev:ow:10e2073a0108006:voltage', 1276020076001000000n, 120.1],
      ['urn:dev:ow:10e2073a0108006:current', 1276020071001000000n, 1.2],
      ['urn:dev:ow:10e2073a0108006:current', 1276020072001000000n, 1.3],
      ['urn:dev:ow:10e2073a0108006:current', 1276020073001000000n, 1.4],
      ['urn:dev:ow:10e2073a0108006:current', 1276020074001000000n, 1.5],
      ['urn:dev:ow:10e2073a0108006:current', 1276020075001000000n, 1.6],
      ['urn:dev:ow:10e2073a0108006:current', 1276020076001000000n, 1.7],
    ],
  },
  'section 5.1.2, humidity at times since a base time': {
    message: [
      { bn: SENSOR, bt: 1.320067464e9, bu: '%RH', v: 21.2 },
      { t: 10, v: 21.3 },
      { t: 20, v: 21.4 },
      { t: 30, v: 21.4 },
      { t: 91, v: 21.5 },
      { t: 92, v: 21.5 },
    ],
    stored: [
      [SENSOR, 1320067464n * SECOND, 21.2],
      [SENSOR, 1320067474n * SECOND, 21.3],
      [SENSOR, 1320067484n * SECOND, 21.4],
      [SENSOR, 1320067494n * SECOND, 21.4],
      [SENSOR, 1320067555n * SECOND, 21.5],
      [SENSOR, 1320067556n * SECOND, 21.5],
    ],
  },
  // Told apart by their units alone: a metric has one unit, so that these would be three values of one metric at one time.
  'section 5.1.3, quantities of one name': {
    message: [
      { bn: SENSOR, bt: 1.320067464e9, bu: '%RH', v: 20 },
      { u: 'lon', v: 24.30621 },
      { u: 'lat', v: 60.07965 },
      { t: 60, v: 20.3 },
      { u: 'lon', t: 60, v: 24.30622 },
      { u: 'lat', t: 60, v: 60.07965 },
      { t: 120, v: 20.7 },
      { u: 'lon', t: 120, v: 24.30623 },
      { u: 'lat', t: 120, v: 60.07966 },
      { u: '%EL', t: 150, v: 98 },
      { t: 180, v: 21.2 },
      { u: 'lon', t: 180, v: 24.30628 },
      { u: 'lat', t: 180, v: 60.07967 },
    ],
    stored: [
      [SENSOR, 1320067464n * SECOND, 20],
      [SENSOR, 1320067524n * SECOND, 20.3],
      [SENSOR, 1320067584n * SECOND, 20.7],
      [SENSOR, 1320067614n * SECOND, 98],
      [SENSOR, 1320067644n * SECOND, 21.2],
    ],
    refused: ['13:24:24', '13:24:24', '13:25:24', '13:25:24', '13:26:24', '13:26:24', '13:27:24', '13:27:24'].map(
      (time) => `"${SENSOR}": it has two values at 2011-10-31T${time}Z; the first is kept`,
    ),
  },
  'section 5.1.4, resolved records': {
    message: [
      { n: SENSOR, u: '%RH', t: 1.320067464e9, v: 20 },
      { n: SENSOR, u: '%RH', t: 1.320067524e9, v: 20.3 },
      { n: SENSOR, u: '%EL', t: 1.320067614e9, v: 98 },
    ],
    stored: [
      [SENSOR, 1320067464n * SECOND, 20],
      [SENSOR, 1320067524n * SECOND, 20.3],
      [SENSOR, 1320067614n * SECOND, 98],
    ],
  },
  'section 5.1.5, several types of data': {
    message: [
      { bn: `${SENSOR}:`, n: 'temp', u: 'Cel', v: 23.1 },
      { n: 'label', vs: 'Machine Room' },
      { n: 'open', vb: false },
      { n: 'nfc-reader', vd: 'aGkgCg' },
    ],
    stored: [
      [`${SENSOR}:temp`, NOW, 23.1],
      [`${SENSOR}:label`, NOW, 'Machine Room'],
      [`${SENSOR}:open`, NOW, 0],
    ],
    refused: [`"${SENSOR}:nfc-reader": data values (\`vd\`) are not supported; send \`v\`, \`vs\` or \`vb\``],
  },
  'section 5.1.6, a collection of resources': {
    message: [
      { bn: '2001:db8::2/', bt: 1.320078429e9, n: 'temperature', u: 'Cel', v: 25.2 },
      { n: 'humidity', u: '%RH', v: 30 },
      { bn: '2001:db8::1/', n: 'temperature', u: 'Cel', v: 12.3 },
      { n: 'humidity', u: '%RH', v: 67 },
    ],
    stored: [
      ['2001:db8::2/temperature', 1320078429n * SECOND, 25.2],
      ['2001:db8::2/humidity', 1320078429n * SECOND, 30],
      ['2001:db8::1/temperature', 1320078429n * SECOND, 12.3],
      ['2001:db8::1/humidity', 1320078429n * SECOND, 67],
    ],
  },
  'section 5.1.7, a thermostat': {
    message: [
      { bn: `${SENSOR}:` },
      { n: 'temp', u: 'Cel', v: 23.1 },
      { n: 'heat', u: '/', v: 1 },
      { n: 'fan', u: '/', v: 0 },
    ],
    stored: [
      [`${SENSOR}:temp`, NOW, 23.1],
      [`${SENSOR}:heat`, NOW, 1],
      [`${SENSOR}:fan`, NOW, 0],
    ],
  },
  'section 5.1.7, two lights on': {
    message: [
      { bt: 1.320078429e9, bu: '/', n: '2001:db8::3', v: 1 },
      { n: '2001:db8::4', v: 1 },
    ],
    stored: [
      ['2001:db8::3', 1320078429n * SECOND, 1],
      ['2001:db8::4', 1320078429n * SECOND, 1],
    ],
  },
  'section 5.1.7, two lights dimmed, then off': {
    message: [
      { bt: 1.320078429e9, bu: '/', n: '2001:db8::3', v: 0.5 },
      { n: '2001:db8::4', v: 0.5 },
      { n: '2001:db8::3', t: 0.1, v: 0 },
      { n: '2001:db8::4', t: 0.1, v: 0 },
    ],
    stored: [
      ['2001:db8::3', 1320078429n * SECOND, 0.5],
      ['2001:db8::4', 1320078429n * SECOND, 0.5],
      ['2001:db8::3', 1320078429100000000n, 0],
      ['2001:db8::4', 1320078429100000000n, 0],
    ],
  },
};

describe('an example of RFC 8428', () => {
  it.each(Object.entries(examples))('in %s', (_, { message, stored, refused = [] }) => {
    const decoded = decode(Buffer.from(JSON.stringify(message)), receivedAt);
    if (typeof decoded === 'string') throw new Error(decoded);
    expect(decoded.readings.map(({ metric, time, value, text }) => [metric, time, value ?? text])).toEqual(stored);
    expect(decoded.invalid.map(({ reason }) => reason)).toEqual(refused);
  });

  it('of a sum without a value, as meters may send, is refused with the reason', () => {
    const decoded = decode(Buffer.from(JSON.stringify([{ n: `${SENSOR}:energy`, u: 'J', s: 12 }])), receivedAt);
    expect(decoded).toEqual({
      readings: [],
      invalid: [{ reason: `"${SENSOR}:energy": sums (\`s\`) are not supported; send the value itself as \`v\`` }],
    });
  });
});
