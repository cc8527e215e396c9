import {
  CreateCertificateFromCsrCommand,
  CreateKeysAndCertificateCommand,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  InvalidRequestException,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot';
import * as v from 'valibot';
import type { IotAccess } from './access.ts';
import { ask, MISSING, sending } from './access.ts';
import { patiently } from './patiently.ts';
import { wrong } from './signing-request.ts';

/** A certificate that AWS IoT has just made, INACTIVE. */
export interface NewCertificate {
  id: string;
  arn: string;
  pem: string;
  /** Null where there was a signing request. */
  privateKeyPem: string | null;
}

/** A certificate as AWS IoT has it. */
export interface KnownCertificate {
  id: string;
  arn: string;
  /** Such as ACTIVE, INACTIVE and REVOKED, which is for ever. */
  status: string;
  createdAt: Date;
}

const Text = v.pipe(v.string(), v.nonEmpty());
const Made = v.object({ certificateId: Text, certificateArn: Text, certificatePem: Text });
const MadeWithKey = v.object({ ...Made.entries, keyPair: v.object({ PrivateKey: Text }) });
const Described = v.object({
  certificateDescription: v.object({ certificateArn: Text, status: Text, creationDate: v.date() }),
});

/**
 * Makes a certificate that is not yet active, with a key or for that of a request.
 * @throws SondeError `ValidationError` where AWS IoT refuses the request
 */
export function createCertificate(signingRequest: string | undefined, access: IotAccess): Promise<NewCertificate> {
  return signingRequest === undefined ? createWithKey(access) : createFrom(signingRequest, access);
}

async function createWithKey(access: IotAccess): Promise<NewCertificate> {
  const command = new CreateKeysAndCertificateCommand({ setAsActive: false });
  const answer = await ask(() => access.iot.send(command, sending(access))).catch((error: unknown) => {
    // Who parses an answer in vain quotes it, and this one has a private key in it.
    if (error instanceof SyntaxError) throw new Error('AWS IoT made a key and a certificate, but answered no JSON');
    throw error;
  });
  const parsed = v.safeParse(MadeWithKey, answer);
  if (!parsed.success) throw new Error('AWS IoT made a key and a certificate, but did not answer both');
  return { ...named(parsed.output), privateKeyPem: parsed.output.keyPair.PrivateKey };
}

async function createFrom(certificateSigningRequest: string, access: IotAccess): Promise<NewCertificate> {
  const command = new CreateCertificateFromCsrCommand({ certificateSigningRequest, setAsActive: false });
  const answer = await ask(() => access.iot.send(command, sending(access))).catch((error: unknown) => {
    if (error instanceof InvalidRequestException) throw wrong(`AWS IoT says: ${error.message.replace(/\.$/, '')}`);
    throw error;
  });
  return { ...named(v.parse(Made, answer)), privateKeyPem: null };
}

function named({ certificateId: id, certificateArn: arn, certificatePem: pem }: v.InferOutput<typeof Made>) {
  return { id, arn, pem };
}

/** @returns undefined where there is none */
export async function findCertificate(id: string, access: IotAccess): Promise<KnownCertificate | undefined> {
  const command = new DescribeCertificateCommand({ certificateId: id });
  const answer = await ask(() => access.iot.send(command, sending(access)), MISSING);
  if (!answer) return undefined;
  const { certificateArn: arn, status, creationDate: createdAt } = v.parse(Described, answer).certificateDescription;
  return { id, arn, status, createdAt };
}

/** @returns whether it is active now; one that was revoked or deleted meanwhile never is again */
export async function activate(id: string, access: IotAccess): Promise<boolean> {
  if (await update(id, 'ACTIVE', access)) return true;
  const status = (await findCertificate(id, access))?.status;
  if (status === undefined || status === 'REVOKED') return false;
  throw new Error(`AWS IoT leaves the certificate ${id} ${status}`);
}

/** Makes a certificate void for ever: nobody can connect with it again. One that is gone is as good. */
export async function revoke(id: string, access: IotAccess): Promise<void> {
  if (await update(id, 'REVOKED', access)) return;
  const status = (await findCertificate(id, access))?.status;
  if (status !== undefined && status !== 'REVOKED') throw new Error(`AWS IoT leaves the certificate ${id} ${status}`);
}

/**
 * @returns whether AWS IoT did it
 * Source: AWS IoT API Reference, "UpdateCertificate"; AWS IoT Developer Guide, "Revoke a client certificate": the status of one that is revoked
 * cannot be changed.
 */
async function update(certificateId: string, newStatus: 'ACTIVE' | 'REVOKED', access: IotAccess): Promise<boolean> {
  const command = new UpdateCertificateCommand({ certificateId, newStatus });
  const send = () => access.iot.send(command, sending(access));
  const answer = await ask(send, MISSING, 'CertificateStateException', 'InvalidRequestException');
  return answer !== undefined;
}

/**
 * Deletes a certificate that is not active and of no thing, which AWS IoT may take some seconds to see. One that is gone is as good.
 * Source: AWS IoT API Reference, "DeleteCertificate": by force the policies that it has do not matter.
 */
export async function deleteCertificate(id: string, access: IotAccess): Promise<void> {
  const command = new DeleteCertificateCommand({ certificateId: id, forceDelete: true });
  await patiently(['DeleteConflictException'], access, () =>
    ask(() => access.iot.send(command, sending(access)), MISSING),
  );
}
