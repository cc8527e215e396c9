import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { appSyncPublisher } from './appsync-publisher.ts';
import type { MeasuredReading } from './ports.ts';
import { publishBatches } from './publish-batches.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const device = (index: number) => `01JZ8Q6V5X3M9T2B7C4D1E0${index.toString().padStart(3, '0')}`;
function reading(index: number, change: Partial<MeasuredReading> = {}): MeasuredReading {
  const base = {
    organizationId,
    deviceId: device(0),
    metric: 'temperature',
    value: 21.5,
    text: null,
    unit: 'Cel',
    declared: true,
  };
  return { ...base, time: BigInt(index), receivedAt: 1, ...change };
}

describe('publishBatches', () => {
  it('lists each device once', () => {
    const readings = [reading(1), reading(2, { deviceId: device(1) }), reading(3)];
    expect(publishBatches(organizationId, readings)).toMatchObject([
      {
        organizationId,
        deviceIds: [device(0), device(1)],
        readings: [{ metric: 'temperature', time: '1970-01-01T00:00:00.000000001Z' }, {}, {}],
      },
    ]);
  });

  it('keeps every reading in order, in batches below 200 KB', () => {
    const text = fc.oneof(
      fc.constant(null),
      fc.string({ maxLength: 300, unit: 'binary' }),
      fc.constant('"'.repeat(1024)),
    );
    const readings = fc.array(fc.record({ text, deviceId: fc.integer({ min: 0, max: 99 }).map(device) }), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(readings, fc.integer({ min: 1, max: 5 }), (changes, times) => {
        const all = Array.from({ length: times }, () => changes)
          .flat()
          .map((change, index) => reading(index, change));
        const batches = publishBatches(organizationId, all);
        expect(batches.flatMap(({ readings }) => readings.map(({ text }) => text))).toEqual(
          all.map(({ text }) => text),
        );
        for (const { deviceIds, readings } of batches) {
          expect(Buffer.byteLength(JSON.stringify({ deviceIds, readings }))).toBeLessThanOrEqual(200_100);
          expect(new Set(deviceIds)).toEqual(new Set(readings.map(({ deviceId }) => deviceId)));
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('appSyncPublisher', () => {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
  const Body = v.object({
    query: v.string(),
    variables: v.object({ input: v.looseObject({ readings: v.array(v.unknown()) }) }),
  });
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
    server?.closeAllConnections();
  });

  async function publisherOf(answer: (call: number) => { status?: number; body: string }) {
    const requests: { request: IncomingMessage; body: string }[] = [];
    const started = createServer((request, response) => {
      void text(request).then((body) => {
        const { status = 200, body: answered } = answer(requests.push({ request, body }));
        response.writeHead(status, { 'content-type': 'application/json' }).end(answered);
      });
    });
    server = started;
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    const address = started.address();
    if (typeof address !== 'object' || !address) throw new Error('no port');
    const publisher = appSyncPublisher(`http://127.0.0.1:${address.port}/graphql`, {
      credentials,
      region: 'eu-west-1',
      sha256: Sha256,
    });
    return { publisher, requests };
  }
  const done = { body: JSON.stringify({ data: { publishReadings: { organizationId } } }) };

  it('sends one mutation, signed for AppSync', async () => {
    const { publisher, requests } = await publisherOf(() => done);
    await publisher.publish(organizationId, [reading(1)]);
    expect(requests).toHaveLength(1);
    const [{ request, body } = { request: undefined, body: '' }] = requests;
    expect(v.parse(Body, JSON.parse(body)).variables.input).toEqual({
      organizationId,
      deviceIds: [device(0)],
      readings: [
        {
          deviceId: device(0),
          metric: 'temperature',
          time: '1970-01-01T00:00:00.000000001Z',
          value: 21.5,
          text: null,
          unit: 'Cel',
          declared: true,
        },
      ],
    });
    const headers = request?.headers ?? {};
    expect(headers['x-amz-security-token']).toBe('token');
    // Signed anew from what arrived, it is the same: nothing changed on the way.
    const names = /SignedHeaders=([^,]+)/.exec(String(headers.authorization))?.[1]?.split(';') ?? [];
    expect(names).toContain('host');
    const date = String(headers['x-amz-date']).replace(
      /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
      '$1-$2-$3T$4:$5:$6Z',
    );
    const again = await new SignatureV4({ service: 'appsync', region: 'eu-west-1', credentials, sha256: Sha256 }).sign(
      {
        method: 'POST',
        protocol: 'http:',
        hostname: '127.0.0.1',
        path: '/graphql',
        headers: Object.fromEntries(
          names.filter((name) => !name.startsWith('x-amz-')).map((name) => [name, String(headers[name])]),
        ),
        body,
      },
      { signingDate: new Date(date) },
    );
    expect(headers.authorization).toBe(again.headers.authorization);
  });

  it('tries again twice', async () => {
    const { publisher, requests } = await publisherOf((call) => (call < 3 ? { status: 503, body: 'busy' } : done));
    await publisher.publish(organizationId, [reading(1)]);
    expect(requests).toHaveLength(3);
  });

  it.each([
    [
      'an error of GraphQL',
      { body: JSON.stringify({ data: null, errors: [{ message: 'Not Authorized' }] }) },
      'Not Authorized',
    ],
    ['no data', { body: JSON.stringify({ data: { publishReadings: null } }) }, 'neither data nor an error'],
    ['a refusal', { status: 403, body: 'no' }, '403: no'],
    ['no JSON', { body: '<html>' }, 'JSON'],
  ])('gives up on %s', async (_, answer, message) => {
    const { publisher, requests } = await publisherOf(() => answer);
    const failure = await publisher.publish(organizationId, [reading(1)]).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      message: '1 of 1 batches failed',
      cause: { message: expect.stringContaining(message) as string },
    });
    expect(requests).toHaveLength(3);
  });

  it('goes on with the other batches when one fails', async () => {
    const { publisher, requests } = await publisherOf((call) => (call === 1 ? { status: 400, body: '' } : done));
    const many = Array.from({ length: 500 }, (_, index) => reading(index, { value: null, text: 'x'.repeat(1000) }));
    await publisher.publish(organizationId, many);
    const sent = requests.map(({ body }) => v.parse(Body, JSON.parse(body)).variables.input.readings.length);
    expect(sent.reduce((sum, count) => sum + count)).toBe(500 + (sent[0] ?? 0));
  });
});
