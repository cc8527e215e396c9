import { LOCAL_ACCOUNT, LOCAL_REGION } from './service.ts';

/** The ARN of a resource in the local account and Region, such as `localArn('sqs', 'readings')`. */
export function localArn(service: string, resource: string): string {
  return `arn:aws:${service}:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${resource}`;
}

export function functionArn(functionName: string): string {
  return localArn('lambda', `function:${functionName}`);
}

export function queueArn(queueName: string): string {
  return localArn('sqs', queueName);
}
