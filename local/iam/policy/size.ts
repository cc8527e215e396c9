import { limitExceeded } from '../errors.ts';

/** The characters of a policy that count. Source: IAM User Guide, "IAM and AWS STS quotas": white space does not. */
export function sizeOf(document: string): number {
  return document.replace(/\s/g, '').length;
}

/** Throws `LimitExceeded` with a message unless a policy has at most as many characters. */
export function requireSize(document: string, maximum: number, message: string): void {
  if (sizeOf(document) > maximum) throw limitExceeded(message);
}
