import * as v from 'valibot';
import { isObjectType } from 'graphql';
import { hasField } from '../api/executable.ts';
import { MAX_PIPELINE_FUNCTIONS } from '../quotas.ts';
import { maxBatchSize, requireBatching } from './batch-size.ts';
import { readCode } from './code.ts';
import { requireApi, type Control, type ControlOperations } from './control.ts';
import { requireFunction } from './functions.ts';
import { apiArn } from './graphql-apis.ts';
import { apiInput, askedPage, resourceName } from './inputs.ts';
import { resolverKey, type ResolverRecord } from './records.ts';
import { badRequest, notFound, parseInput } from './refusals.ts';
import { findSchema } from './schemas.ts';
import { readSyncConfig, refuseSyncConfig } from './sync-config.ts';

const ofType = v.object({ ...apiInput.entries, typeName: resourceName });
const ofField = v.object({ ...ofType.entries, fieldName: resourceName });
const ofFunction = v.object({ ...apiInput.entries, functionId: v.string() });
const members = v.object({
  ...ofField.entries,
  kind: v.optional(v.picklist(['UNIT', 'PIPELINE']), 'UNIT'),
  dataSourceName: v.optional(v.string()),
  pipelineConfig: v.optional(v.object({ functions: v.optional(v.array(v.string()), []) })),
  metricsConfig: v.optional(v.picklist(['ENABLED', 'DISABLED'])),
  maxBatchSize,
});
type Members = Omit<v.InferOutput<typeof members>, 'apiId'>;

/** What answers a field. */
export const resolverOperations: ControlOperations = (control) => ({
  CreateResolver: {
    route: 'POST /v1/apis/:apiId/types/:typeName/resolvers',
    async run(input) {
      const { apiId, record } = readResolver(control, input);
      requireField(control, apiId, record);
      if (control.records.resolvers.has(resolverKey(apiId, record.typeName, record.fieldName)))
        throw badRequest('Only one resolver is allowed per field.');
      return put(control, apiId, record);
    },
  },
  GetResolver: {
    route: 'GET /v1/apis/:apiId/types/:typeName/resolvers/:fieldName',
    run(input) {
      const { apiId } = parseInput(ofField, input);
      return { resolver: describe(apiId, requireResolver(control, input)) };
    },
  },
  ListResolvers: {
    route: 'GET /v1/apis/:apiId/types/:typeName/resolvers',
    run(input) {
      const { apiId, typeName } = parseInput(ofType, input);
      requireApi(control, apiId);
      return pageOfResolvers(apiId, control.records.resolvers.list(`${apiId}/${typeName}.`), input);
    },
  },
  ListResolversByFunction: {
    route: 'GET /v1/apis/:apiId/functions/:functionId/resolvers',
    run(input) {
      const { apiId, functionId } = parseInput(ofFunction, input);
      requireApi(control, apiId);
      requireFunction(control, apiId, functionId);
      const using = control.records.resolvers
        .list(`${apiId}/`)
        .filter((each) => each.kind === 'PIPELINE' && each.pipelineConfig.functions.includes(functionId));
      return pageOfResolvers(apiId, using, input);
    },
  },
  UpdateResolver: {
    route: 'POST /v1/apis/:apiId/types/:typeName/resolvers/:fieldName',
    async run(input) {
      requireResolver(control, input);
      const { apiId, record } = readResolver(control, input);
      requireField(control, apiId, record);
      return put(control, apiId, record);
    },
  },
  DeleteResolver: {
    route: 'DELETE /v1/apis/:apiId/types/:typeName/resolvers/:fieldName',
    async run(input) {
      const { apiId } = parseInput(ofField, input);
      const { typeName, fieldName } = requireResolver(control, input);
      await control.records.resolvers.delete(resolverKey(apiId, typeName, fieldName));
      control.changed(apiId);
      return {};
    },
  },
});

async function put(control: Control, apiId: string, record: ResolverRecord): Promise<object> {
  await control.records.resolvers.put(resolverKey(apiId, record.typeName, record.fieldName), record);
  control.changed(apiId);
  return { resolver: describe(apiId, record) };
}

function requireResolver(control: Control, input: unknown): ResolverRecord {
  const { apiId, typeName, fieldName } = parseInput(ofField, input);
  requireApi(control, apiId);
  const found = control.records.resolvers.get(resolverKey(apiId, typeName, fieldName));
  if (!found) throw notFound('No resolver found.');
  return found;
}

function readResolver(control: Control, input: unknown): { apiId: string; record: ResolverRecord } {
  const { apiId, ...given } = parseInput(members, input);
  requireApi(control, apiId);
  const { typeName, fieldName, metricsConfig } = given;
  const target =
    given.kind === 'UNIT' ? readUnit(control, apiId, given, input) : readPipeline(control, apiId, given, input);
  const code = readCode(control, input);
  const record = { typeName, fieldName, ...target, ...code, ...(metricsConfig !== undefined && { metricsConfig }) };
  return { apiId, record };
}

function readUnit(
  control: Control,
  apiId: string,
  { dataSourceName, pipelineConfig, maxBatchSize: size }: Members,
  input: unknown,
) {
  if (dataSourceName === undefined) throw badRequest('DataSourceName is required for UNIT resolver');
  if (pipelineConfig && pipelineConfig.functions.length > 0) throw badRequest('A UNIT resolver has no pipelineConfig.');
  requireBatching(control, apiId, dataSourceName, size);
  const sync = readSyncConfig(control, apiId, dataSourceName, input);
  return { kind: 'UNIT', dataSourceName, maxBatchSize: size, ...sync } as const;
}

function readPipeline(
  control: Control,
  apiId: string,
  { dataSourceName, pipelineConfig, maxBatchSize: size }: Members,
  input: unknown,
) {
  refuseSyncConfig(input);
  if (dataSourceName !== undefined) throw badRequest('A PIPELINE resolver has no data source of its own.');
  if (size > 0) throw badRequest('A PIPELINE resolver has no maxBatchSize of its own: its functions have.');
  const functions = pipelineConfig?.functions ?? [];
  if (functions.length > MAX_PIPELINE_FUNCTIONS)
    throw badRequest(`A pipeline has at most ${MAX_PIPELINE_FUNCTIONS} functions, not ${functions.length}.`);
  for (const functionId of functions) requireFunction(control, apiId, functionId);
  return { kind: 'PIPELINE', pipelineConfig: { functions }, maxBatchSize: size } as const;
}

function requireField(control: Control, apiId: string, { typeName, fieldName }: ResolverRecord): void {
  const schema = findSchema(control, apiId)?.schema;
  if (!schema || !isObjectType(schema.getType(typeName))) throw notFound(`Type ${typeName} not found`);
  if (!hasField(schema, typeName, fieldName)) throw notFound(`No field named ${fieldName} found on type ${typeName}`);
}

function pageOfResolvers(apiId: string, records: readonly ResolverRecord[], input: unknown): object {
  const { page, ...next } = askedPage(
    records,
    ({ typeName, fieldName }) => resolverKey(apiId, typeName, fieldName),
    input,
  );
  return { resolvers: page.map((record) => describe(apiId, record)), ...next };
}

function describe(apiId: string, record: ResolverRecord): object {
  const resolverArn = `${apiArn(apiId)}/types/${record.typeName}/resolvers/${record.fieldName}`;
  return { ...record, resolverArn };
}
