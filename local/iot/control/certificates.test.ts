import { X509Certificate } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CertificateStateException,
  CertificateValidationException,
  CreateCertificateFromCsrCommand,
  CreateKeysAndCertificateCommand,
  CreatePolicyCommand,
  CreateThingCommand,
  DeleteCertificateCommand,
  DeleteConflictException,
  DeletePolicyCommand,
  DescribeCertificateCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  InvalidRequestException,
  LimitExceededException,
  ListAttachedPoliciesCommand,
  ListCertificatesCommand,
  ListPrincipalThingsCommand,
  ListTargetsForPolicyCommand,
  ListThingPrincipalsCommand,
  RegisterCertificateWithoutCACommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  UpdateCertificateCommand,
  type CertificateStatus,
  type ListCertificatesCommandInput,
} from '@aws-sdk/client-iot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { belong, makeSelfSigned, makeSigningRequest } from '../testing/certificates.ts';
import { serveIot, type ServedIot } from '../testing/serve-iot.ts';

const unknownId = '0a'.repeat(32);
const arnOf = (resource: string) => `arn:aws:iot:eu-west-1:000000000000:${resource}`;
const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }],
});

let now: number;
let iot: ServedIot;
beforeEach(async () => {
  now = Date.parse('2026-03-01T12:00:00Z');
  iot = await serveIot({ clock: () => now });
});
afterEach(() => iot.end());

/** A certificate of a key that is made at once. */
async function sign(setAsActive = false) {
  const { request } = await makeSigningRequest();
  const command = new CreateCertificateFromCsrCommand({ certificateSigningRequest: request, setAsActive });
  const { certificateArn = '', certificateId = '', certificatePem = '' } = await iot.client.send(command);
  return { certificateArn, certificateId, certificatePem };
}
const describeCertificate = async (certificateId: string) =>
  (await iot.client.send(new DescribeCertificateCommand({ certificateId }))).certificateDescription;
const update = (certificateId: string, newStatus: CertificateStatus) =>
  iot.client.send(new UpdateCertificateCommand({ certificateId, newStatus }));
const remove = (certificateId: string, forceDelete?: boolean) =>
  iot.client.send(new DeleteCertificateCommand({ certificateId, forceDelete }));

describe('a certificate', () => {
  test('is made with its keys, once', async () => {
    const made = await iot.client.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
    const { certificateArn, certificateId = '', certificatePem = '', keyPair } = made;
    const certificate = new X509Certificate(certificatePem);
    expect(certificateId).toBe(certificate.fingerprint256.replaceAll(':', '').toLowerCase());
    expect(certificateArn).toBe(arnOf(`cert/${certificateId}`));
    expect(certificate.subject).toBe('CN=AWS IoT Certificate');
    expect(certificate.ca).toBe(false);
    expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(certificate.publicKey.export({ type: 'spki', format: 'pem' })).toBe(keyPair?.PublicKey);
    expect(keyPair?.PrivateKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
    expect(belong(keyPair?.PrivateKey, keyPair?.PublicKey)).toBe(true);
    expect(await describeCertificate(certificateId)).toEqual({
      certificateArn,
      certificateId,
      certificatePem,
      status: 'ACTIVE',
      certificateMode: 'DEFAULT',
      ownedBy: '000000000000',
      creationDate: new Date(now),
      lastModifiedDate: new Date(now),
      customerVersion: 1,
      generationId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      validity: { notBefore: new Date(now - 120_000), notAfter: new Date('2049-12-31T23:59:59Z') },
    });
    expect((await iot.client.send(new CreateKeysAndCertificateCommand({}))).certificateId).not.toBe(certificateId);
  });

  test.each([
    ['rsa', 'rsa'],
    ['P-256', 'ec'],
    ['P-384', 'ec'],
    ['P-521', 'ec'],
  ] as const)('is made of a signing request with a key of %s', async (kind, type) => {
    const { request, publicKey } = await makeSigningRequest({ kind, subject: 'CN=probe-1, O=Acme' });
    const command = new CreateCertificateFromCsrCommand({ certificateSigningRequest: request });
    const { certificateId = '', certificatePem = '' } = await iot.client.send(command);
    const certificate = new X509Certificate(certificatePem);
    expect(certificate.publicKey.asymmetricKeyType).toBe(type);
    expect(certificate.publicKey.export({ type: 'spki', format: 'pem' })).toBe(publicKey);
    expect(certificate.subject).toBe('CN=probe-1\nO=Acme');
    expect(await describeCertificate(certificateId)).toMatchObject({ status: 'INACTIVE' });
    const again = await iot.client.send(command);
    expect(again.certificateId).not.toBe(certificateId);
  });

  test.each([
    ['with a key of 1,024 bits', () => makeSigningRequest({ kind: 'rsa-1024' })],
    ['with a key of Ed25519', () => makeSigningRequest({ kind: 'ed25519' })],
    ['that is no PEM', () => Promise.resolve({ request: 'x' })],
    ['that is a certificate', async () => ({ request: (await makeSelfSigned()).certificatePem })],
    ['that another key signed', forgedRequest],
    ['of more than 4,096 characters', () => Promise.resolve({ request: 'x'.repeat(4097) })],
  ])('is not made of a signing request %s', async (_what, make) => {
    const { request } = await make();
    const command = new CreateCertificateFromCsrCommand({ certificateSigningRequest: request });
    await expect(iot.client.send(command)).rejects.toThrow(InvalidRequestException);
    expect((await iot.client.send(new ListCertificatesCommand({}))).certificates).toEqual([]);
  });

  test('is registered though no authority signed it', async () => {
    const { certificatePem } = await makeSelfSigned({ notAfter: new Date('2027-01-01T00:00:00Z') });
    const command = new RegisterCertificateWithoutCACommand({ certificatePem, status: 'ACTIVE' });
    const { certificateId = '' } = await iot.client.send(command);
    expect(await describeCertificate(certificateId)).toMatchObject({
      status: 'ACTIVE',
      certificateMode: 'SNI_ONLY',
      validity: { notAfter: new Date('2027-01-01T00:00:00Z') },
    });
    await expect(iot.client.send(command)).rejects.toThrow(ResourceAlreadyExistsException);
    const weak = await makeSelfSigned({ kind: 'rsa-1024' });
    for (const pem of ['x', weak.certificatePem])
      await expect(iot.client.send(new RegisterCertificateWithoutCACommand({ certificatePem: pem }))).rejects.toThrow(
        CertificateValidationException,
      );
  });

  test('changes its status', async () => {
    const { certificateId } = await sign();
    now += 5000;
    await update(certificateId, 'ACTIVE');
    expect(await describeCertificate(certificateId)).toMatchObject({
      status: 'ACTIVE',
      lastModifiedDate: new Date(now),
      creationDate: new Date(now - 5000),
      customerVersion: 2,
    });
    await update(certificateId, 'REVOKED');
    await update(certificateId, 'REVOKED');
    await expect(update(certificateId, 'ACTIVE')).rejects.toThrow(CertificateStateException);
    expect(await describeCertificate(certificateId)).toMatchObject({ status: 'REVOKED' });
    await expect(update(certificateId, 'PENDING_TRANSFER')).rejects.toThrow(InvalidRequestException);
    await expect(update(unknownId, 'ACTIVE')).rejects.toThrow(ResourceNotFoundException);
    await expect(describeCertificate(unknownId)).rejects.toThrow(ResourceNotFoundException);
    await expect(describeCertificate('x')).rejects.toThrow(InvalidRequestException);
  });

  test('is deleted only when it is inactive and attached to nothing', async () => {
    const { certificateId, certificateArn } = await sign(true);
    const names = { thingName: 'probe-1', principal: certificateArn };
    const attached = { policyName: 'device', target: certificateArn };
    await iot.client.send(new CreateThingCommand({ thingName: 'probe-1' }));
    await iot.client.send(new CreatePolicyCommand({ policyName: 'device', policyDocument: document }));
    await iot.client.send(new AttachThingPrincipalCommand(names));
    await iot.client.send(new AttachPolicyCommand(attached));
    await expect(remove(certificateId, true)).rejects.toThrow(CertificateStateException);
    await update(certificateId, 'INACTIVE');
    await expect(remove(certificateId, true)).rejects.toThrow('Things must be detached before deletion');
    await iot.client.send(new DetachThingPrincipalCommand(names));
    await expect(remove(certificateId)).rejects.toThrow(DeleteConflictException);
    await iot.client.send(new DetachPolicyCommand(attached));
    await remove(certificateId);
    await expect(remove(certificateId)).rejects.toThrow(ResourceNotFoundException);
  });

  test('takes its policies with it where its deletion is forced', async () => {
    const { certificateId, certificateArn } = await sign();
    await iot.client.send(new CreatePolicyCommand({ policyName: 'device', policyDocument: document }));
    await iot.client.send(new AttachPolicyCommand({ policyName: 'device', target: certificateArn }));
    await expect(iot.client.send(new DeletePolicyCommand({ policyName: 'device' }))).rejects.toThrow('attached');
    await remove(certificateId, true);
    await iot.client.send(new DeletePolicyCommand({ policyName: 'device' }));
  });

  test('survives a restart, as its authority does', async () => {
    const first = await sign(true);
    const before = await describeCertificate(first.certificateId);
    const directory = join(iot.directory, 'authorities');
    const authority = await readFile(join(directory, 'devices.pem'), 'utf8');
    await iot.restart();
    expect(await describeCertificate(first.certificateId)).toEqual(before);
    const second = await sign();
    const issuer = new X509Certificate(authority);
    for (const { certificatePem } of [first, second]) {
      const certificate = new X509Certificate(certificatePem);
      expect(certificate.checkIssued(issuer)).toBe(true);
      expect(certificate.verify(issuer.publicKey)).toBe(true);
    }
    expect(await readFile(join(directory, 'devices.pem'), 'utf8')).toBe(authority);
    for (const file of await readdir(directory)) expect((await stat(join(directory, file))).mode & 0o777).toBe(0o600);
  });
});

test('certificates are listed by their age, in pages', async () => {
  const ids: string[] = [];
  for (let made = 0; made < 5; made++) {
    ids.push((await sign()).certificateId);
    now += 1000;
  }
  const list = async (input: ListCertificatesCommandInput) => {
    const { certificates = [], nextMarker } = await iot.client.send(new ListCertificatesCommand(input));
    return { ids: certificates.map(({ certificateId }) => certificateId), marker: nextMarker };
  };
  expect(await list({ ascendingOrder: true })).toEqual({ ids, marker: undefined });
  const first = await list({ pageSize: 2 });
  expect(first.ids).toEqual([ids[4], ids[3]]);
  const second = await list({ pageSize: 2, marker: first.marker });
  expect(second.ids).toEqual([ids[2], ids[1]]);
  expect(await list({ pageSize: 2, marker: second.marker })).toEqual({ ids: [ids[0]], marker: undefined });
});

describe('what is attached to a certificate', () => {
  test('is found from both sides', async () => {
    const { certificateArn: target } = await sign();
    for (const policyName of ['a', 'b']) {
      await iot.client.send(new CreatePolicyCommand({ policyName, policyDocument: document }));
      for (let time = 0; time < 2; time++) await iot.client.send(new AttachPolicyCommand({ policyName, target }));
    }
    expect((await iot.client.send(new ListTargetsForPolicyCommand({ policyName: 'a' }))).targets).toEqual([target]);
    const { policies } = await iot.client.send(new ListAttachedPoliciesCommand({ target }));
    expect(policies?.map(({ policyName }) => policyName)).toEqual(['a', 'b']);
    for (const thingName of ['y', 'x']) {
      await iot.client.send(new CreateThingCommand({ thingName }));
      await iot.client.send(new AttachThingPrincipalCommand({ thingName, principal: target }));
    }
    await iot.restart();
    const { things } = await iot.client.send(new ListPrincipalThingsCommand({ principal: target }));
    expect(things).toEqual(['x', 'y']);
    const { principals } = await iot.client.send(new ListThingPrincipalsCommand({ thingName: 'x' }));
    expect(principals).toEqual([target]);
    await iot.client.send(new DetachPolicyCommand({ policyName: 'a', target }));
    const left = await iot.client.send(new ListAttachedPoliciesCommand({ target }));
    expect(left.policies?.map(({ policyName }) => policyName)).toEqual(['b']);
  });

  const attachPolicy = (policyName: string, target: string) =>
    iot.client.send(new AttachPolicyCommand({ policyName, target }));
  const attachThing = (thingName: string, principal: string) =>
    iot.client.send(new AttachThingPrincipalCommand({ thingName, principal }));

  test('must be there, and so must the certificate', async () => {
    const missing = arnOf(`cert/${unknownId}`);
    await iot.client.send(new CreatePolicyCommand({ policyName: 'a', policyDocument: document }));
    await iot.client.send(new CreateThingCommand({ thingName: 'x' }));
    const { certificateArn } = await sign();
    const foreign = certificateArn.replace('eu-west-1', 'us-east-1');
    for (const principal of [missing, foreign]) {
      await expect(attachPolicy('a', principal)).rejects.toThrow(ResourceNotFoundException);
      await expect(attachThing('x', principal)).rejects.toThrow(ResourceNotFoundException);
      const policies = iot.client.send(new ListAttachedPoliciesCommand({ target: principal }));
      await expect(policies).rejects.toThrow(ResourceNotFoundException);
      const things = iot.client.send(new ListPrincipalThingsCommand({ principal }));
      await expect(things).rejects.toThrow(ResourceNotFoundException);
    }
    await expect(attachPolicy('b', certificateArn)).rejects.toThrow(ResourceNotFoundException);
    await expect(attachThing('y', certificateArn)).rejects.toThrow(ResourceNotFoundException);
  });

  test('is at most ten policies', async () => {
    const { certificateArn: target } = await sign();
    const attach = async (policyName: string) => {
      await iot.client.send(new CreatePolicyCommand({ policyName, policyDocument: document }));
      await iot.client.send(new AttachPolicyCommand({ policyName, target }));
    };
    for (let policy = 0; policy < 10; policy++) await attach(`p${policy}`);
    await expect(attach('p10')).rejects.toThrow(LimitExceededException);
  });
});

/** Its key is another than the one that signed it. */
async function forgedRequest() {
  const [honest, other] = await Promise.all([makeSigningRequest(), makeSigningRequest()]);
  const bytes = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const [der, spki, otherSpki] = [bytes(honest.request), bytes(honest.publicKey), bytes(other.publicKey)];
  otherSpki.copy(der, der.indexOf(spki));
  return {
    request: `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`,
  };
}
