import type { Context } from 'aws-lambda';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeSigningRequest } from '../../local/iot/testing/certificates.ts';
import type { FieldAnswer } from '../shared/appsync/field-answer.ts';
import type { Act } from './event.ts';
import type { Credentials } from './grant.ts';
import type { World } from './testing/world.ts';
import { actOn, POLICY, startWorld } from './testing/world.ts';

type Handler = (event: unknown, context: Context) => Promise<FieldAnswer<Partial<Credentials>> | null>;
/** What AWS IoT answers instead. */
interface Instead {
  status: number;
  exception?: string;
  body: string;
}

const context = { awsRequestId: 'request-1', functionName: 'device-credentials' } as Context;
const throttled: Instead = { status: 400, exception: 'ThrottlingException', body: '{"message": "Rate exceeded"}' };

let world: World;
let front: Awaited<ReturnType<typeof startFront>>;
let handler: Handler;
/** What was logged. */
let printed: string[];

/** AWS IoT itself, but for what `instead` says of a request. */
async function startFront(target: string) {
  const front = { instead: (_path: string): Instead | undefined => undefined };
  const server = createServer((request, response) => {
    async function forward(): Promise<void> {
      const { method = 'GET', url = '/', headers } = request;
      const body = await buffer(request);
      const instead = front.instead(url);
      if (instead) {
        response.writeHead(instead.status, { ...(instead.exception && { 'x-amzn-errortype': instead.exception }) });
        response.end(instead.body);
        return;
      }
      const sent = Object.entries(headers).filter(([name]) => /^(x-amz|content-type|authorization)/.test(name));
      const answer = await fetch(target + url, {
        method,
        headers: sent.map(([name, value]) => [name, String(value)] as [string, string]),
        ...(body.length > 0 && { body: new Uint8Array(body) }),
      });
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
    }
    forward().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(front, {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  });
}

const provision = ({ device, audit }: Act) => handler({ operation: 'provision', ...device, audit }, context);
const remove = ({ device }: Act) => handler({ operation: 'remove', ...device, certificateIds: [] }, context);

/** The door itself, with real clients that find their services as they do on a laptop: by the environment. */
describe('the handler of device-credentials', () => {
  beforeAll(async () => {
    world = await startWorld();
    front = await startFront(world.urls.iot);
  });
  beforeEach(async () => {
    front.instead = () => undefined;
    printed = [];
    vi.stubEnv('AWS_ENDPOINT_URL', world.urls.data);
    vi.stubEnv('AWS_ENDPOINT_URL_IOT', front.url);
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', world.tables.endpoint);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    vi.stubEnv('POWERTOOLS_DEV', 'true');
    vi.stubEnv('DEVICES_TABLE', 'devices');
    vi.stubEnv('AUDIT_EVENTS_TABLE', 'auditEvents');
    vi.stubEnv('DEVICE_POLICY', POLICY);
    vi.stubEnv('DEVICE_THING_TYPE', POLICY);
    vi.stubEnv('MQTT_ENDPOINT', 'iot.example:8883');
    vi.stubEnv('ROOT_CA_URL', 'https://iot.example/ca.pem');
    for (const level of ['info', 'warn', 'error'] as const)
      vi.spyOn(console, level).mockImplementation((...line: unknown[]) => void printed.push(line.join(' ')));
    ({ handler } = await import('./handler.ts'));
  });
  afterAll(async () => {
    await front.close();
    await world.close();
  });

  it('gives, changes and takes certificates, and removes what a deleted device had', async () => {
    const act = await world.device();
    const given = await provision(act);
    expect(given).toMatchObject({ data: { endpoint: 'iot.example', port: 8883, certificates: [{}] } });
    const rotated = await handler(
      { operation: 'rotate', ...act.device, audit: actOn(act.device.deviceId).audit },
      context,
    );
    expect(rotated).toMatchObject({ data: { certificates: [{}] } });
    const { audit } = actOn(act.device.deviceId);
    const revoked = await handler({ operation: 'revoke', ...act.device, audit, certificateId: null }, context);
    expect(revoked).toEqual({ data: { certificates: [] } });
    await expect(remove(act)).rejects.toThrow('still there');
    await world.deleteRow(act);
    expect(await remove(act)).toBeNull();
    expect(await world.found(act)).toMatchObject({ attached: {}, hasThing: false });
    expect(printed.join('\n')).toContain(act.device.deviceId);
    expect(printed.join('\n')).not.toMatch(/PRIVATE KEY|BEGIN/);
  });

  it('answers what the caller can do about it, and hides the rest', async () => {
    const { device, audit } = await world.device();
    const asked = { operation: 'provision', ...device, audit, certificateSigningRequest: 'none' };
    expect(await handler(asked, context)).toMatchObject({ error: { type: 'ValidationError' } });
    front.instead = () => ({ status: 403, exception: 'UnauthorizedException', body: '{"message": "arn:aws:secret"}' });
    expect(await provision({ device, audit })).toEqual({
      error: { type: 'InternalError', message: expect.stringContaining('request-1') as string },
    });
    await expect(handler({ ...asked, organizationId: 'none' }, context)).rejects.toThrow('Not an event');
  });

  it('says of a signing request that AWS IoT refuses what AWS IoT says', async () => {
    const { device, audit } = await world.device();
    front.instead = (path) =>
      path.startsWith('/certificates?')
        ? { status: 400, exception: 'InvalidRequestException', body: '{"message": "The signature is not valid"}' }
        : undefined;
    const { request: certificateSigningRequest } = await makeSigningRequest();
    expect(await handler({ operation: 'provision', ...device, audit, certificateSigningRequest }, context)).toEqual({
      error: {
        type: 'ValidationError',
        message: 'The certificate signing request cannot be taken: AWS IoT says: The signature is not valid.',
      },
    });
  });

  it('asks again where it is throttled, and says so where that does not end', async () => {
    const act = await world.device();
    const again = actOn(act.device.deviceId);
    // The pauses of full jitter, the shortest that there are.
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const asked = new Map<string, number>();
    front.instead = (path) => {
      const count = (asked.get(path) ?? 0) + 1;
      asked.set(path, count);
      return count === 1 ? throttled : undefined;
    };
    expect(await provision(act)).toMatchObject({ data: { certificates: [{}] } });
    front.instead = (path) => (path.startsWith('/keys-and-certificate') ? throttled : undefined);
    expect(await provision(again)).toMatchObject({ error: { type: 'TimeoutError' } });
    expect(Object.values((await world.found(act)).attached)).toEqual(['ACTIVE']);
  });

  it.each([
    ['is cut off', (body: string) => body.slice(0, -20)],
    ['has no certificate', (body: string) => body.replace('certificatePem', 'certificate')],
  ])('lets no key into the log where the answer with it %s', async (_, change) => {
    const act = await world.device();
    const keys = '-----BEGIN RSA PRIVATE KEY-----\\nc2VjcmV0\\n-----END RSA PRIVATE KEY-----';
    const body = `{"certificateId": "c0ffee", "certificateArn": "arn", "certificatePem": "x", "keyPair": {"PrivateKey": "${keys}"}}`;
    front.instead = (path) =>
      path.startsWith('/keys-and-certificate') ? { status: 200, body: change(body) } : undefined;
    expect(await provision(act)).toMatchObject({ error: { type: 'InternalError' } });
    expect(printed.join('\n')).toContain('a key and a certificate');
    expect(printed.join('\n')).not.toMatch(/c2VjcmV0|PRIVATE/);
  });
});
