import { CreateFunctionCommand, type CreateResolverCommandInput } from '@aws-sdk/client-appsync';
import { expect } from 'vitest';
import type { Roles } from '../../shared/ports.ts';
import { answering, RUNTIME, type TestService } from './service.ts';

/** Roles that may do everything; one that is named `missing` is not there, and a `stranger` trusts others. */
export const doubtfulRoles: Roles = {
  find: (arn) =>
    arn.includes('missing') ? undefined : { arn, trusts: () => !arn.includes('stranger'), allows: () => true },
};

const code = answering('"one"');

/** The input of a function that is good. */
export const step = (apiId: string, name: string) => ({ apiId, name, dataSourceName: 'none', runtime: RUNTIME, code });

/** The input of a unit resolver that is good. */
export const unit = (apiId: string): CreateResolverCommandInput => ({
  apiId,
  typeName: 'Query',
  fieldName: 'a',
  dataSourceName: 'none',
  runtime: RUNTIME,
  code,
});

export const pipeline = (apiId: string, functions: string[]): CreateResolverCommandInput => ({
  ...unit(apiId),
  kind: 'PIPELINE',
  dataSourceName: undefined,
  pipelineConfig: { functions },
});

/** A new API with a data source `none`, and a function on it. */
export async function apiWithFunction(service: TestService): Promise<{ apiId: string; functionId: string }> {
  const apiId = await service.createApi();
  await service.appsync.call('CreateDataSource', { apiId, name: 'none', type: 'NONE' });
  const { functionConfiguration } = await service.client.send(new CreateFunctionCommand(step(apiId, 'step')));
  return { apiId, functionId: functionConfiguration?.functionId ?? '' };
}

/** What a refusal is like, in the words of AWS's client. */
export const refusal = (name: string, message: string) => ({
  name,
  message: expect.stringContaining(message) as string,
  $metadata: { httpStatusCode: name === 'NotFoundException' ? 404 : 400 },
});
