import * as v from 'valibot';
import { localArn } from '../../shared/arns.ts';
import { AwsError } from '../../shared/aws-error.ts';
import { LOCAL_REGION } from '../../shared/service.ts';
import type { Context } from '../context.ts';
import type { Pool, User } from '../store.ts';

/** What a trigger is told; the common parameters are added. */
export interface TriggerEvent {
  /** As errors name it: `PreSignUp`, `PostConfirmation`, `PreTokenGeneration`. */
  trigger: string;
  /** The event's version: `1` or `2`. */
  version: string;
  triggerSource: string;
  pool: Pool;
  userName: string;
  /** Cognito's own placeholder where an administrator acts, not an app. */
  clientId: string;
  request: Readonly<Record<string, unknown>>;
  response: Readonly<Record<string, unknown>>;
}

export const ADMIN_CLIENT_ID = 'CLIENT_ID_NOT_APPLICABLE';

/**
 * Runs a trigger and answers the `response` of the event that it returns, parsed by `schema`.
 * Rejects with `UserLambdaValidationException` when the function fails, `InvalidLambdaResponseException` when its answer can't be
 * read, `UnexpectedLambdaException` when it can't be invoked ("Customizing user pool workflows with Lambda triggers").
 */
export async function runTrigger<const Schema extends v.GenericSchema>(
  { lambda }: Context,
  functionArn: string,
  { trigger, version, triggerSource, pool, userName, clientId, request, response }: TriggerEvent,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const event = {
    version,
    region: LOCAL_REGION,
    userPoolId: pool.id,
    userName,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    triggerSource,
    request,
    response,
  };
  const by = { service: 'cognito-idp.amazonaws.com', sourceArn: localArn('cognito-idp', `userpool/${pool.id}`) };
  const invocation = lambda.invoke(functionName(functionArn), event, 'RequestResponse', by);
  const { payload, error } = await invocation.catch((cause: unknown) => {
    if (!(cause instanceof AwsError)) throw cause;
    throw new AwsError('UnexpectedLambdaException', `${trigger} invocation failed due to error ${cause.code}.`);
  });
  if (error) throw new AwsError('UserLambdaValidationException', `${trigger} failed with error ${error.errorMessage}.`);
  const answer = v.safeParse(v.object({ response: schema }), payload);
  if (!answer.success) throw new AwsError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  return answer.output.response;
}

/** `arn:aws:lambda:<region>:<account>:function:<name>[:<qualifier>]` → name. */
function functionName(arn: string): string {
  return arn.split(':')[6] ?? arn;
}

/** `userAttributes` of the triggers that run for a user who exists. */
export function userAttributes({ attributes, status }: User): Readonly<Record<string, string>> {
  const { sub = '', ...rest } = attributes;
  return { sub, 'cognito:user_status': status, ...rest };
}
