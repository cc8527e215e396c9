import { describe, expect, it } from 'vitest';
import { failureOf, handlersOf, INTERNAL, outage } from './testing/handlers.ts';
import { actor, auditEvent, device, DEVICE, ORGANIZATION, publicDevice } from './testing/rows.ts';

const request = { deviceId: DEVICE, certificateSigningRequest: '-----BEGIN …' };
const newest = { latestReadings: [], lastSeenAt: null };
/** After the steps: the device with its newest readings, and who asks. */
const given = (input: object) => ({
  arguments: { input },
  prev: { result: { ...device, ...newest } },
  stash: { actor },
});
const audit = (action: string, details?: object) => {
  const { details: _details, ...event } = { ...auditEvent, action };
  return details ? { ...event, details } : event;
};
const key = { organizationId: ORGANIZATION, deviceId: DEVICE };
const [certificate] = device.certificates;
const limit = { error: { type: 'LimitExceededError', message: 'The device has 2 certificates already.' } };

describe.each([
  ['provisionDevice', 'provision'],
  ['rotateDeviceCertificate', 'rotate'],
])('Mutation.%s', async (field, operation) => {
  const handlers = await handlersOf(`Mutation.${field}`);

  it('asks for a certificate, with the event that is to say so, which has no signing request', () => {
    expect(handlers.request(given(request)).result).toEqual({
      operation: 'Invoke',
      payload: { operation, ...key, ...request, audit: audit(field, { ofSigningRequest: true }) },
    });
    expect(handlers.request(given({ deviceId: DEVICE })).result).toEqual({
      operation: 'Invoke',
      payload: { operation, ...key, audit: audit(field, { ofSigningRequest: false }) },
    });
  });

  it('answers what the device needs, and the device with the certificates that it has now', () => {
    const certificates = [certificate, { ...certificate, id: 'c0ffee' }];
    const data = { certificate: certificates[1], certificates, privateKeyPem: 'key', topic: 'dt/sonde/o/d' };
    const { certificates: _certificates, ...credentials } = data;
    expect(handlers.response({ ...given(request), result: { data } }).result).toEqual({
      ...credentials,
      device: { ...publicDevice, ...newest, certificates },
    });
  });

  it('says why there is none', () => {
    expect(failureOf(handlers.response({ ...given(request), result: limit }))).toBe(
      `LimitExceededError: ${limit.error.message}`,
    );
    expect(failureOf(handlers.response({ ...given(request), ...outage }))).toBe(INTERNAL);
  });
});

describe('Mutation.revokeDeviceCertificate', async () => {
  const handlers = await handlersOf('Mutation.revokeDeviceCertificate');

  it('asks to revoke one, or all', () => {
    const revocation = { operation: 'revoke', ...key, audit: audit('revokeDeviceCertificate') };
    expect(handlers.request(given({ deviceId: DEVICE, certificateId: 'c0ffee' })).result).toEqual({
      operation: 'Invoke',
      payload: { ...revocation, certificateId: 'c0ffee' },
    });
    expect(handlers.request(given({ deviceId: DEVICE })).result).toEqual({ operation: 'Invoke', payload: revocation });
  });

  it('answers the device with those that it has still, or why not', () => {
    const answer = { ...given({ deviceId: DEVICE }), result: { data: { certificates: [] } } };
    expect(handlers.response(answer).result).toEqual({ ...publicDevice, ...newest, certificates: [] });
    expect(failureOf(handlers.response({ ...answer, ...outage }))).toBe(INTERNAL);
  });
});

describe('the step removeCredentials', async () => {
  const handlers = await handlersOf('steps/removeCredentials');
  const prev = { result: publicDevice };

  it('has the function remove what the deleted device had, later', () => {
    expect(handlers.request({ prev }).result).toEqual({
      operation: 'Invoke',
      invocationType: 'Event',
      payload: { operation: 'remove', ...key, certificateIds: [certificate?.id] },
    });
  });

  it('hands the device on, even where that failed', () => {
    expect(handlers.response({ prev, result: null }).result).toEqual(publicDevice);
    expect(handlers.response({ prev, ...outage }).result).toEqual(publicDevice);
  });
});
