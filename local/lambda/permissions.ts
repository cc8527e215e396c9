import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { functionArn } from '../shared/arns.ts';
import { AwsError } from '../shared/aws-error.ts';
import type { FunctionDefinition, Statement } from './definition.ts';
import type { Functions } from './functions.ts';
import { functionName, invalidParameter, parseInput, text } from './schema.ts';

/** Who may invoke a function: its resource-based policy. Services that invoke it are held to it. */
export interface PermissionOperations {
  /** Answers the statement that it adds, as JSON text. */
  addPermission(input: unknown): Promise<object>;
  /** Answers the policy document, as JSON text. */
  getPolicy(input: unknown): object;
  removePermission(input: unknown): Promise<void>;
}

/** Sources: AWS Lambda API Reference, "AddPermission"; AWS Lambda Developer Guide, "Working with resource-based IAM policies". */
const addPermissionInput = v.strictObject({
  FunctionName: functionName,
  StatementId: text(/^[\w-]{1,100}$/, 'Must be 1 to 100 letters, digits, - or _'),
  Action: text(/^(?:\*|lambda:\*|lambda:[A-Za-z]+)$/, 'Must be an action of Lambda, such as lambda:InvokeFunction'),
  Principal: text(
    /^(?:\*|\d{12}|arn:aws:(?:iam|sts)::\d{12}:\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com)$/,
    'Must be a service, an account, the ARN of an IAM identity, or *',
  ),
  SourceArn: v.optional(text(/^arn:aws[\w-]*:[\w-]+:[\w-]*:\d*:\S+$/, 'Must be an ARN')),
  SourceAccount: v.optional(text(/^\d{12}$/, 'Must be the 12 digits of an account')),
  EventSourceToken: v.optional(text(/^[\w.-]{1,256}$/, 'Must be 1 to 256 letters, digits, ., _ or -')),
  PrincipalOrgID: v.optional(text(/^o-[a-z0-9]{10,32}$/, 'Must be the id of an organization of AWS Organizations')),
  FunctionUrlAuthType: v.optional(v.picklist(['NONE', 'AWS_IAM'])),
  InvokedViaFunctionUrl: v.optional(v.boolean()),
  RevisionId: v.optional(v.string()),
});
type AddPermission = v.InferOutput<typeof addPermissionInput>;

const getPolicyInput = v.strictObject({ FunctionName: functionName });
const removePermissionInput = v.strictObject({
  FunctionName: functionName,
  StatementId: v.string(),
  RevisionId: v.optional(v.string()),
});

export function permissionOperations(functions: Functions): PermissionOperations {
  return {
    async addPermission(input) {
      const request = parseInput(addPermissionInput, input);
      checkFunctionUrl(request);
      const statement = statementOf(request);
      await functions.set(request.FunctionName, (definition) => {
        checkRevision(definition, request.RevisionId);
        const statements = definition.policy?.statements ?? [];
        if (statements.some(({ Sid }) => Sid === statement.Sid)) {
          const message = `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`;
          throw new AwsError('ResourceConflictException', message, { Type: 'User' }, 409);
        }
        return { ...definition, policy: { revisionId: randomUUID(), statements: [...statements, statement] } };
      });
      return { Statement: JSON.stringify(statement) };
    },
    getPolicy(input) {
      const { policy } = functions.get(parseInput(getPolicyInput, input).FunctionName);
      if (!policy) throw notFound('The resource you requested does not exist.');
      const document = { Version: '2012-10-17', Id: 'default', Statement: policy.statements };
      return { Policy: JSON.stringify(document), RevisionId: policy.revisionId };
    },
    async removePermission(input) {
      const { FunctionName, StatementId, RevisionId } = parseInput(removePermissionInput, input);
      await functions.set(FunctionName, ({ policy, ...definition }) => {
        const statements = policy?.statements ?? [];
        const left = statements.filter(({ Sid }) => Sid !== StatementId);
        if (left.length === statements.length)
          throw notFound(`Statement ${StatementId} is not found in resource policy.`);
        checkRevision({ ...definition, ...(policy && { policy }) }, RevisionId);
        return { ...definition, ...(left.length > 0 && { policy: { revisionId: randomUUID(), statements: left } }) };
      });
    },
  };
}

function statementOf(request: AddPermission): Statement {
  const { FunctionUrlAuthType, InvokedViaFunctionUrl, EventSourceToken, PrincipalOrgID, SourceAccount, SourceArn } =
    request;
  const equal = {
    ...(FunctionUrlAuthType !== undefined && { 'lambda:FunctionUrlAuthType': FunctionUrlAuthType }),
    ...(EventSourceToken !== undefined && { 'lambda:EventSourceToken': EventSourceToken }),
    ...(PrincipalOrgID !== undefined && { 'aws:PrincipalOrgID': PrincipalOrgID }),
    ...(SourceAccount !== undefined && { 'AWS:SourceAccount': SourceAccount }),
  };
  const condition = {
    ...(Object.keys(equal).length > 0 && { StringEquals: equal }),
    ...(InvokedViaFunctionUrl !== undefined && {
      Bool: { 'lambda:InvokedViaFunctionUrl': String(InvokedViaFunctionUrl) },
    }),
    ...(SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': SourceArn } }),
  };
  return {
    Sid: request.StatementId,
    Effect: 'Allow',
    Principal: principalOf(request.Principal),
    Action: request.Action,
    Resource: functionArn(request.FunctionName),
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

function principalOf(principal: string): Statement['Principal'] {
  if (principal === '*') return principal;
  if (principal.startsWith('arn:')) return { AWS: principal };
  return /^\d+$/.test(principal) ? { AWS: `arn:aws:iam::${principal}:root` } : { Service: principal };
}

function checkFunctionUrl({ Action, FunctionUrlAuthType, InvokedViaFunctionUrl }: AddPermission): void {
  if (FunctionUrlAuthType !== undefined && Action !== 'lambda:InvokeFunctionUrl') {
    throw invalidParameter('FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action');
  }
  if (InvokedViaFunctionUrl !== undefined && Action !== 'lambda:InvokeFunction') {
    throw invalidParameter('InvokedViaFunctionUrl is only supported for lambda:InvokeFunction action');
  }
}

function checkRevision({ policy }: Pick<FunctionDefinition, 'policy'>, expected: string | undefined): void {
  if (expected === undefined || expected === policy?.revisionId) return;
  const message =
    'The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id';
  throw new AwsError('PreconditionFailedException', message, { Type: 'User' }, 412);
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, { Type: 'User' }, 404);
}
