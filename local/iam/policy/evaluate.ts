import { isLike } from '../../shared/wildcard.ts';
import { expand, holdIn, type Context } from './context.ts';
import { hold, type KnownKeys } from './conditions.ts';
import type { PolicyDocument, Statement } from './document.ts';

export interface AskedAction {
  /** Such as `dynamodb:GetItem`. */
  action: string;
  /** The ARN of what it is done to. */
  resource: string;
  known: KnownKeys;
}

/**
 * Whether the policies of an identity allow an action: some statement allows it, and none denies it. Names of actions have no case, resources do; `*`
 * spans everything, colons and slashes too.
 * Conditions are held to the keys that are known here. Where one hangs on another key, an Allow counts and a Deny does not: a laptop's requests have no
 * network, no transport security and no tags of their own, and a policy that asks for them on AWS is to be usable here. Policy variables stand for
 * nothing here: a resource with one is like no ARN.
 * Source: IAM User Guide, "Policy evaluation logic".
 */
export function isAllowed(policies: readonly PolicyDocument[], { action, resource, known }: AskedAction): boolean {
  const statements = policies
    .flatMap(({ Statement }) => Statement)
    .filter((statement) => isForAction(statement, action) && isForResource(statement, resource));
  return decide(statements, known);
}

/**
 * The same where everything is known that conditions and variables may name, of policies that name their resources. A resource with a variable that stands for nothing is like no ARN, and a
 * statement with such a condition is for nobody, whether it allows or denies.
 */
export function isAllowedIn(
  policies: readonly PolicyDocument[],
  { action, resource, context }: { action: string; resource: string; context: Context },
): boolean {
  const effects = policies
    .flatMap(({ Statement }) => Statement)
    .filter((statement) => isForAction(statement, action))
    .filter(({ Resource = [] }) => Resource.some((pattern) => isLikeIn(context, resource, pattern)))
    .filter(({ Condition }) => holdIn(context, Condition))
    .map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

function isLikeIn(context: Context, resource: string, pattern: string): boolean {
  const expanded = expand(context, pattern);
  return expanded !== undefined && isLike(resource, expanded);
}

/**
 * Whether a trust policy lets a service assume its role, by the same rules. Which account and resource a service acts for is not known here.
 * Source: IAM User Guide, "IAM JSON policy elements: Principal", service principals.
 */
export function isTrusted({ Statement }: PolicyDocument, service: string): boolean {
  const statements = Statement.filter(
    (statement) => isForAction(statement, 'sts:AssumeRole') && isForService(statement, service),
  );
  return decide(statements, new Map());
}

function decide(statements: readonly Statement[], known: KnownKeys): boolean {
  if (statements.some(({ Effect, Condition }) => Effect === 'Deny' && hold(Condition, known) === true)) return false;
  return statements.some(({ Effect, Condition }) => Effect === 'Allow' && hold(Condition, known) !== false);
}

function isForAction({ Action, NotAction = [] }: Statement, action: string): boolean {
  const isLikeAction = (pattern: string): boolean => isLike(action.toLowerCase(), pattern.toLowerCase());
  return Action ? Action.some(isLikeAction) : !NotAction.some(isLikeAction);
}

function isForResource({ Resource, NotResource = [] }: Statement, resource: string): boolean {
  const isLikeResource = (pattern: string): boolean => isLike(resource, pattern);
  return Resource ? Resource.some(isLikeResource) : !NotResource.some(isLikeResource);
}

function isForService({ Principal }: Statement, service: string): boolean {
  return Principal !== undefined && (Principal.Service.includes(service) || Principal.AWS.includes('*'));
}
