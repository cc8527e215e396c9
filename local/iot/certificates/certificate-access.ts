import type { X509Certificate } from 'node:crypto';
import type { PolicyDocument } from '../../iam/policy/document.ts';
import { isAllowedIn } from '../../iam/policy/evaluate.ts';
import { localArn } from '../../shared/arns.ts';
import type { Access, IotAction } from '../access.ts';
import { findPolicy, findVersion } from '../control/policies.ts';
import { parsePolicyDocument } from '../control/policy-document.ts';
import { policiesOf } from '../control/principals.ts';
import { certificateArn, type CertificateRecord, type IotRecords, type PolicyRecord } from '../control/records.ts';
import { limits } from '../publication.ts';
import { fingerprint } from './device-certificates.ts';
import { policyContext } from './policy-context.ts';

/** What an action is done to, as its ARN says it. */
const RESOURCES: Readonly<Record<IotAction, string>> = {
  Connect: 'client',
  Publish: 'topic',
  RetainPublish: 'topic',
  Receive: 'topic',
  Subscribe: 'topicfilter',
};

/**
 * Why AWS IoT would not let anybody in with a certificate; `undefined` where it would. A certificate is known by its fingerprint: one that is registered
 * is that one to the bit, whoever signed it.
 */
export function refusalOfCertificate(
  records: IotRecords,
  certificate: X509Certificate | undefined,
  now: number,
): string | undefined {
  if (!certificate) return 'it has no certificate';
  const id = fingerprint(certificate);
  const record = records.certificate.get(id);
  if (!record) return `the certificate ${id} is not registered`;
  if (record.status !== 'ACTIVE') return `the certificate ${id} is ${record.status}`;
  if (!isValid(record, now)) return `the certificate ${id} is not valid at this time`;
  return undefined;
}

const isValid = ({ notBefore, notAfter }: CertificateRecord, now: number): boolean =>
  notBefore <= now && now <= notAfter;

/** Policies by what they are now: what is changed is another record. */
const documents = new WeakMap<PolicyRecord, PolicyDocument>();

/** What the policies of a certificate allow, while it is active. */
export function certificateAccess(records: IotRecords, certificate: X509Certificate, sourceIp: string): Access {
  const id = fingerprint(certificate);
  const arn = certificateArn(id);
  return {
    principal: () => id,
    allows(client, action, name) {
      if (records.certificate.get(id)?.status !== 'ACTIVE') return false;
      if (action === 'Connect' && Buffer.byteLength(name) > limits.clientIdBytes) return false;
      // Reserved topics, and shared subscriptions, are not supported.
      if (action === 'Subscribe' && name.startsWith('$')) return false;
      const named = records.thing.get(client.id);
      const thing = named?.principals.includes(arn) === true ? named : undefined;
      const policies = policiesOf(records, arn).map((policy) => documentOf(findPolicy(records, policy)));
      return isAllowedIn(policies, {
        action: `iot:${action}`,
        resource: localArn('iot', `${RESOURCES[action]}/${name}`),
        context: policyContext({ client, certificate, sourceIp, thing }),
      });
    },
  };
}

function documentOf(policy: PolicyRecord): PolicyDocument {
  const known = documents.get(policy);
  if (known) return known;
  const document = parsePolicyDocument(findVersion(policy, policy.defaultVersion).document);
  documents.set(policy, document);
  return document;
}
