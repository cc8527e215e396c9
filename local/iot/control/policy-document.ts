import * as v from 'valibot';
import { isComparable } from '../../iam/policy/context.ts';
import { policyDocument as parsedDocument, type PolicyDocument } from '../../iam/policy/document.ts';
import { malformedPolicy } from './errors.ts';

/** In characters, without white space. Source: AWS IoT Core endpoints and quotas, "AWS IoT Core thing policies". */
const MAXIMUM_LENGTH = 2048;

const oneOrMore = <const Item extends v.GenericSchema>(item: Item) =>
  v.union([item, v.pipe(v.array(item), v.minLength(1))]);

const action = v.pipe(v.string(), v.regex(/^(\*|iot:[A-Za-z*]+)$/, 'an action such as iot:Publish is expected'));
const resource = v.pipe(v.string(), v.regex(/^(\*|arn:.+)$/s, 'an ARN or * is expected'));

const statement = v.strictObject({
  Sid: v.optional(v.string()),
  Effect: v.picklist(['Allow', 'Deny']),
  Action: oneOrMore(action),
  Resource: oneOrMore(resource),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), oneOrMore(v.union([v.string(), v.boolean()]))))),
});

const policyDocument = v.strictObject({
  Version: v.picklist(['2012-10-17', '2008-10-17']),
  Id: v.optional(v.string()),
  Statement: oneOrMore(statement),
});

/**
 * Checks a policy for things: actions of AWS IoT alone, and no principals.
 * Throws `MalformedPolicyException`. Source: AWS IoT Core Developer Guide, "AWS IoT Core policies".
 */
export function checkPolicyDocument(document: string): void {
  if (document.replace(/\s/g, '').length > MAXIMUM_LENGTH)
    throw malformedPolicy(`The policy has more than ${MAXIMUM_LENGTH} characters without white space`);
  const { success, issues } = v.safeParse(policyDocument, parseJson(document), { abortEarly: true });
  if (!success) throw malformedPolicy(`${v.getDotPath(issues[0]) ?? 'The policy'}: ${issues[0].message}`);
  const conditions = parsePolicyDocument(document).Statement.flatMap(({ Condition }) => Object.keys(Condition));
  const unknown = conditions.find((operator) => !isComparable(operator));
  if (unknown !== undefined) throw malformedPolicy(`The condition operator ${unknown} is not supported here`);
}

/** @param document one that was checked */
export const parsePolicyDocument = (document: string): PolicyDocument => v.parse(parsedDocument, parseJson(document));

function parseJson(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch (cause) {
    throw malformedPolicy(`The policy is not JSON: ${String(cause)}`);
  }
}
