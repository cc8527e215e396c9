import { strToU8, zipSync } from 'fflate';
import { silentLog } from '../../shared/log.ts';
import { anyRole } from '../../shared/testing/roles.ts';
import { createLambda } from '../lambda.ts';
import type { Lambda, LambdaOptions } from '../lambda.ts';

/** A function's zip with this module as `index.mjs`, and others by their names. */
export function zipOf(source: string, others: Readonly<Record<string, string>> = {}): Uint8Array {
  const modules = Object.entries({ 'index.mjs': source, ...others });
  return zipSync(Object.fromEntries(modules.map(([name, text]) => [name, strToU8(text)])));
}

export function startLambda(directory: string, options: Partial<LambdaOptions> = {}): Promise<Lambda> {
  return createLambda({
    directory,
    log: silentLog,
    environment: () => ({ AWS_REGION: 'eu-west-1' }),
    roles: anyRole,
    retryDelaysMs: [1, 1],
    ...options,
  });
}

/** The input of CreateFunction for a handler's module. */
export function functionInput(name: string, source: string, more: object = {}): Record<string, unknown> {
  return {
    FunctionName: name,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/function',
    Code: { ZipFile: zipOf(source) },
    ...more,
  };
}

/** Waits until the condition holds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}
