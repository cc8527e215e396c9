import { invalidRequest, notFound } from './errors.ts';
import { certificateArn, type CertificateRecord, type IotRecords } from './records.ts';

/**
 * Throws `ResourceNotFoundException` for a certificate that does not exist, and `InvalidRequestException` for what is no principal. An identity of Amazon
 * Cognito is one, and nobody looks for it: AWS IoT does not either. Thing groups are not supported.
 */
export function requirePrincipal(records: IotRecords, principal: string): void {
  const [, certificateId] = /^arn:aws:iot:[^:]*:\d{12}:cert\/([0-9a-f]{64})$/.exec(principal) ?? [];
  if (certificateId !== undefined) {
    if (records.certificate.has(certificateId) && principal === certificateArn(certificateId)) return;
    throw notFound('The certificate given in the principal does not exist.');
  }
  if (!/^[\w-]+:[0-9a-f-]{36}$/.test(principal))
    throw invalidRequest(`${principal} is not supported here: expected a certificate or an identity of Amazon Cognito`);
}

/** Throws `ResourceNotFoundException`. */
export function findCertificate(records: IotRecords, certificateId: string): CertificateRecord {
  const certificate = records.certificate.get(certificateId);
  if (!certificate) throw notFound(`Certificate ${certificateId} does not exist.`);
  return certificate;
}

/** The names of the policies that are attached to a principal. */
export const policiesOf = ({ attachment }: IotRecords, principal: string): readonly string[] =>
  attachment.get(principal)?.policyNames ?? [];

/** The names of the things that a principal is attached to, in order. */
export function thingsOf({ thing }: IotRecords, principal: string): string[] {
  const attached = [...thing.values()].filter(({ principals }) => principals.includes(principal));
  return attached.map(({ thingName }) => thingName).sort();
}
