import * as v from 'valibot';
import { policyDocument } from '../iam/policy/document.ts';
import { LOCAL_ACCOUNT } from '../shared/service.ts';
import { limitExceeded, malformedPolicy } from './errors.ts';

/** Source: AWS KMS Developer Guide, "Quotas", key policy document size. */
const MAXIMUM_BYTES = 32 * 1024;

/** What a key has that came without a policy. Source: AWS KMS Developer Guide, "Default key policy". */
export const DEFAULT_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Id: 'key-default-1',
  Statement: [
    {
      Sid: 'Enable IAM User Permissions',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${LOCAL_ACCOUNT}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
  ],
});

/** A key's policy, if it can be one: each statement has a principal, actions and resources. Nothing here is held to it. */
export function checkedPolicy(text: string): string {
  if (Buffer.byteLength(text) > MAXIMUM_BYTES) throw limitExceeded(`A key policy has at most ${MAXIMUM_BYTES} bytes.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw malformedPolicy(`The policy is not valid JSON: ${String(cause)}`);
  }
  const result = v.safeParse(policyDocument, json);
  if (!result.success)
    throw malformedPolicy(`${v.getDotPath(result.issues[0]) ?? 'The policy'}: ${result.issues[0].message}`);
  for (const { Principal, NotPrincipal, Action, NotAction, Resource, NotResource } of result.output.Statement) {
    if (!(Principal ?? NotPrincipal)) throw malformedPolicy('A statement of a key policy must have a Principal.');
    if (!(Action ?? NotAction)) throw malformedPolicy('A statement of a key policy must have an Action.');
    if (!(Resource ?? NotResource)) throw malformedPolicy('A statement of a key policy must have a Resource.');
  }
  return text;
}
