import { randomUUID, X509Certificate } from 'node:crypto';
import * as v from 'valibot';
import { pageOf } from '../../shared/page.ts';
import type { RestOperations } from '../../shared/rest-service.ts';
import { LOCAL_ACCOUNT } from '../../shared/service.ts';
import { flag } from '../../shared/wire-values.ts';
import { fingerprint } from '../certificates/device-certificates.ts';
import { isDeviceKey } from '../certificates/key-pair.ts';
import type { ControlPlane } from './control-plane.ts';
import { alreadyExists, certificateState, certificateValidation, deleteConflict, invalidRequest } from './errors.ts';
import { certificateId, markerPage, parseInput } from './input.ts';
import { findCertificate, policiesOf, thingsOf } from './principals.ts';
import { certificateArn, certificateStatus, seconds, type CertificateRecord } from './records.ts';

const pem = v.pipe(v.string(), v.minLength(1), v.maxLength(65_536));
const setAsActive = v.optional(flag, false);

const createInput = v.object({ setAsActive });
const signInput = v.object({
  certificateSigningRequest: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
  setAsActive,
});
const registerInput = v.object({ certificatePem: pem, status: v.optional(certificateStatus, 'INACTIVE') });
const namedInput = v.object({ certificateId });
const updateInput = v.object({ certificateId, newStatus: certificateStatus });
const deleteInput = v.object({ certificateId, forceDelete: v.optional(flag, false) });
const listInput = v.object({ ...markerPage, isAscendingOrder: v.optional(flag, false) });

type Status = CertificateRecord['status'];

/**
 * Certificates of devices: those that AWS IoT makes, and those that are registered without an authority.
 * Source: AWS IoT API Reference, "CreateKeysAndCertificate", "CreateCertificateFromCsr", "RegisterCertificateWithoutCA", "DeleteCertificate"; AWS IoT Core
 * Developer Guide, "Revoke a client certificate".
 */
export function certificateOperations(plane: ControlPlane): RestOperations {
  const { records, certificates, deactivated, clock } = plane;
  return {
    CreateKeysAndCertificate: {
      route: 'POST /keys-and-certificate',
      async run(input) {
        const { setAsActive } = parseInput(createInput, input);
        const { certificate, keys } = await certificates.create();
        const answer = await register(plane, certificate, setAsActive ? 'ACTIVE' : 'INACTIVE', 'DEFAULT');
        return { ...answer, keyPair: { PublicKey: keys.publicKey, PrivateKey: keys.privateKey } };
      },
    },
    CreateCertificateFromCsr: {
      route: 'POST /certificates',
      async run(input) {
        const { certificateSigningRequest, setAsActive } = parseInput(signInput, input);
        const certificate = await certificates.sign(certificateSigningRequest).catch((cause: unknown) => {
          throw invalidRequest(`The certificate signing request is not valid: ${messageOf(cause)}`);
        });
        return register(plane, certificate, setAsActive ? 'ACTIVE' : 'INACTIVE', 'DEFAULT');
      },
    },
    RegisterCertificateWithoutCA: {
      route: 'POST /certificate/register-no-ca',
      async run(input) {
        const { certificatePem, status } = parseInput(registerInput, input);
        const certificate = parseCertificate(certificatePem);
        const { certificateArn, certificateId } = await register(plane, certificate, status, 'SNI_ONLY');
        return { certificateArn, certificateId };
      },
    },
    DescribeCertificate: {
      route: 'GET /certificates/:certificateId',
      run: (input) => ({
        certificateDescription: describe(findCertificate(records, parseInput(namedInput, input).certificateId)),
      }),
    },
    UpdateCertificate: {
      route: 'PUT /certificates/:certificateId',
      async run(input) {
        const { certificateId, newStatus } = parseInput(updateInput, input);
        const certificate = findCertificate(records, certificateId);
        if (certificate.status === 'REVOKED' && newStatus !== 'REVOKED')
          throw certificateState(`The status of a revoked certificate cannot be changed. Id: ${certificateId}`);
        const stored = records.certificate.put(certificateId, {
          ...certificate,
          status: newStatus,
          modifiedAt: clock(),
          customerVersion: certificate.customerVersion + 1,
        });
        // AWS says within minutes.
        if (newStatus !== 'ACTIVE') deactivated(certificateId);
        await stored;
        return {};
      },
    },
    DeleteCertificate: {
      route: 'DELETE /certificates/:certificateId',
      async run(input) {
        const { certificateId, forceDelete } = parseInput(deleteInput, input);
        checkDeletable(plane, findCertificate(records, certificateId), forceDelete);
        await Promise.all([
          records.attachment.delete(certificateArn(certificateId)),
          records.certificate.delete(certificateId),
        ]);
        return {};
      },
    },
    ListCertificates: { route: 'GET /certificates', run: (input) => listCertificates(plane, input) },
  };
}

interface Registered {
  certificateArn: string;
  certificateId: string;
  certificatePem: string;
}

async function register(
  { records, clock }: ControlPlane,
  certificate: X509Certificate,
  status: Status,
  certificateMode: CertificateRecord['certificateMode'],
): Promise<Registered> {
  const id = fingerprint(certificate);
  const arn = certificateArn(id);
  if (records.certificate.has(id)) throw alreadyExists('The certificate is already registered', id, arn);
  const now = clock();
  const certificatePem = certificate.toString();
  await records.certificate.put(id, {
    certificateId: id,
    certificatePem,
    status,
    certificateMode,
    createdAt: now,
    modifiedAt: now,
    notBefore: Date.parse(certificate.validFrom),
    notAfter: Date.parse(certificate.validTo),
    customerVersion: 1,
    generationId: randomUUID(),
  });
  return { certificateArn: arn, certificateId: id, certificatePem };
}

function parseCertificate(certificatePem: string): X509Certificate {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(certificatePem);
  } catch (cause) {
    throw certificateValidation(`The certificate could not be parsed: ${messageOf(cause)}`);
  }
  if (!isDeviceKey(certificate.publicKey))
    throw certificateValidation(
      'The key of the certificate is none of RSA of 2,048 bits or more, P-256, P-384 and P-521',
    );
  return certificate;
}

function checkDeletable({ records }: ControlPlane, { certificateId, status }: CertificateRecord, force: boolean): void {
  const arn = certificateArn(certificateId);
  if (status === 'ACTIVE')
    throw certificateState(`Certificate must be deactivated (not ACTIVE) before deletion. Id: ${certificateId}`);
  if (thingsOf(records, arn).length > 0) throw deleteConflict(`Things must be detached before deletion (arn: ${arn})`);
  if (!force && policiesOf(records, arn).length > 0)
    throw deleteConflict(`Certificate policies must be detached before deletion (arn: ${arn})`);
}

function describe({ certificatePem, modifiedAt, customerVersion, generationId, ...certificate }: CertificateRecord) {
  return {
    ...summaryOf(certificate),
    certificatePem,
    ownedBy: LOCAL_ACCOUNT,
    lastModifiedDate: seconds(modifiedAt),
    customerVersion,
    generationId,
    validity: { notBefore: seconds(certificate.notBefore), notAfter: seconds(certificate.notAfter) },
  };
}

type Summarized = Pick<CertificateRecord, 'certificateId' | 'status' | 'certificateMode' | 'createdAt'>;

const summaryOf = ({ certificateId, status, certificateMode, createdAt }: Summarized) => ({
  certificateArn: certificateArn(certificateId),
  certificateId,
  status,
  certificateMode,
  creationDate: seconds(createdAt),
});

/** By the time of creation, the newest first unless it is asked for otherwise. */
function listCertificates({ records }: ControlPlane, input: unknown): object {
  const { marker, pageSize, isAscendingOrder } = parseInput(listInput, input);
  // A key grows along the list, whichever way that goes: `pageOf` looks for what is after the marker.
  const keyOf = ({ createdAt, certificateId }: CertificateRecord): string =>
    `${String(isAscendingOrder ? createdAt : Number.MAX_SAFE_INTEGER - createdAt).padStart(16, '0')}/${certificateId}`;
  const keyed = [...records.certificate.values()].map((certificate) => ({ certificate, key: keyOf(certificate) }));
  const ordered = keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  const { items, next } = pageOf(ordered, ({ key }) => key, { maximum: pageSize, token: marker });
  return { certificates: items.map(({ certificate }) => summaryOf(certificate)), nextMarker: next };
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
