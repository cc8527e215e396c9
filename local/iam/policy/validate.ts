import * as v from 'valibot';
import { malformedPolicy } from '../errors.ts';
import { isOperator } from './conditions.ts';
import { policyDocument, type PolicyDocument, type Statement } from './document.ts';

/**
 * Parses the text of a policy that an identity, such as a role, has.
 * @throws `MalformedPolicyDocument`
 */
export function identityPolicy(text: string): PolicyDocument {
  const document = parseDocument(text);
  for (const statement of document.Statement) {
    checkStatement(statement);
    prohibit(statement, ['Principal', 'NotPrincipal']);
    checkActions(statement);
    checkResources(statement);
  }
  return document;
}

/**
 * Parses the text of a policy that says who may assume a role.
 * @throws `MalformedPolicyDocument`
 */
export function trustPolicy(text: string): PolicyDocument {
  const document = parseDocument(text);
  for (const statement of document.Statement) {
    checkStatement(statement);
    prohibit(statement, ['NotPrincipal', 'Resource', 'NotResource']);
    checkActions(statement);
    const actions = statement.Action ?? statement.NotAction ?? [];
    if (!actions.every((action) => /^sts:/i.test(action)))
      throw malformedPolicy('AssumeRole policy may only specify STS AssumeRole actions.');
    checkPrincipal(statement);
  }
  return document;
}

function parseDocument(text: string): PolicyDocument {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw malformedPolicy(`This policy contains invalid Json: ${String(cause)}`);
  }
  const result = v.safeParse(policyDocument, json, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    throw malformedPolicy(`Syntax errors in policy. ${v.getDotPath(issue) ?? 'The document'}: ${issue.message}`);
  }
  const sids = result.output.Statement.flatMap(({ Sid }) => (Sid === undefined || Sid === '' ? [] : [Sid]));
  if (new Set(sids).size < sids.length) throw malformedPolicy('Statement IDs (SID) in a single policy must be unique.');
  return result.output;
}

function checkStatement({ Sid = '', Condition }: Statement): void {
  if (!/^[0-9A-Za-z]*$/.test(Sid))
    throw malformedPolicy(
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    );
  const unknown = Object.keys(Condition).find((operator) => !isOperator(operator));
  if (unknown !== undefined) throw malformedPolicy(`Invalid Condition type : ${unknown}.`);
}

function prohibit(statement: Statement, fields: readonly (keyof Statement)[]): void {
  const found = fields.find((field) => statement[field] !== undefined);
  if (found !== undefined) throw malformedPolicy(`Has prohibited field ${found}`);
}

function checkActions({ Action, NotAction }: Statement): void {
  const actions = exactlyOne(Action, NotAction, 'Policy statement must contain actions.');
  if (!actions.every((action) => action === '*' || /^[\w-]+:[\w*?-]+$/.test(action)))
    throw malformedPolicy('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
}

function checkResources({ Resource, NotResource }: Statement): void {
  const resources = exactlyOne(Resource, NotResource, 'Policy statement must contain resources.');
  const wrong = resources.find((resource) => !/^(?:\*|arn:(?:[^:]*:){4}.+|arn:.*\*.*)$/.test(resource));
  if (wrong !== undefined) throw malformedPolicy(`Resource ${wrong} must be in ARN format or "*".`);
}

function exactlyOne<Value extends readonly string[]>(
  one: Value | undefined,
  other: Value | undefined,
  otherwise: string,
): Value {
  const found = one ?? other;
  if (found === undefined || found.length === 0) throw malformedPolicy(otherwise);
  if (one && other) throw malformedPolicy('Syntax errors in policy. A statement has an element or its Not form.');
  return found;
}

function checkPrincipal({ Principal }: Statement): void {
  if (!Principal) throw malformedPolicy('Missing required field Principal');
  const { AWS, Service, Federated, CanonicalUser } = Principal;
  if (AWS.length + Service.length + Federated.length + CanonicalUser.length === 0)
    throw malformedPolicy('Missing required field Principal cannot be empty!');
  requirePrincipals('AWS', AWS, /^(?:\*|\d{12}|arn:[\w-]+:(?:iam|sts)::\d{12}:\S+)$/);
  requirePrincipals('SERVICE', Service, /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/);
}

function requirePrincipals(kind: string, principals: readonly string[], pattern: RegExp): void {
  const wrong = principals.find((each) => !pattern.test(each));
  if (wrong !== undefined) throw malformedPolicy(`Invalid principal in policy: "${kind}":"${wrong}"`);
}
