import * as v from 'valibot';
import { maxBatchSize, requireBatching } from './batch-size.ts';
import { readCode } from './code.ts';
import { newId, requireApi, type Control, type ControlOperations } from './control.ts';
import { apiArn } from './graphql-apis.ts';
import { apiInput, askedPage, resourceName } from './inputs.ts';
import type { FunctionRecord } from './records.ts';
import { badRequest, notFound, parseInput } from './refusals.ts';
import { readSyncConfig } from './sync-config.ts';

const members = v.object({
  ...apiInput.entries,
  name: resourceName,
  description: v.optional(v.string()),
  dataSourceName: resourceName,
  maxBatchSize,
});
const identified = v.object({ ...apiInput.entries, functionId: v.string() });

/** The functions of pipelines. */
export const functionOperations: ControlOperations = (control) => ({
  CreateFunction: {
    route: 'POST /v1/apis/:apiId/functions',
    run: async (input) => put(control, input, newId()),
  },
  GetFunction: {
    route: 'GET /v1/apis/:apiId/functions/:functionId',
    run(input) {
      const { apiId, functionId } = parseInput(identified, input);
      requireApi(control, apiId);
      return { functionConfiguration: describe(apiId, requireFunction(control, apiId, functionId)) };
    },
  },
  ListFunctions: {
    route: 'GET /v1/apis/:apiId/functions',
    run(input) {
      const { apiId } = requireApi(control, parseInput(apiInput, input).apiId);
      const { page, ...next } = askedPage(
        control.records.functions.list(`${apiId}/`),
        ({ functionId }) => functionId,
        input,
      );
      return { functions: page.map((record) => describe(apiId, record)), ...next };
    },
  },
  UpdateFunction: {
    route: 'POST /v1/apis/:apiId/functions/:functionId',
    async run(input) {
      const { apiId, functionId } = parseInput(identified, input);
      requireApi(control, apiId);
      requireFunction(control, apiId, functionId);
      return put(control, input, functionId);
    },
  },
  DeleteFunction: {
    route: 'DELETE /v1/apis/:apiId/functions/:functionId',
    async run(input) {
      const { apiId, functionId } = parseInput(identified, input);
      requireApi(control, apiId);
      requireFunction(control, apiId, functionId);
      const isUsed = control.records.resolvers
        .list(`${apiId}/`)
        .some((each) => each.kind === 'PIPELINE' && each.pipelineConfig.functions.includes(functionId));
      if (isUsed) throw badRequest('Cannot delete a function which is currently used by a resolver');
      await control.records.functions.delete(`${apiId}/${functionId}`);
      control.changed(apiId);
      return {};
    },
  },
});

export function requireFunction({ records }: Control, apiId: string, functionId: string): FunctionRecord {
  const found = records.functions.get(`${apiId}/${functionId}`);
  if (!found) throw notFound(`No function found with the id ${functionId}`);
  return found;
}

async function put(control: Control, input: unknown, functionId: string): Promise<object> {
  const { apiId, ...given } = parseInput(members, input);
  requireApi(control, apiId);
  requireBatching(control, apiId, given.dataSourceName, given.maxBatchSize);
  const sync = readSyncConfig(control, apiId, given.dataSourceName, input);
  const record = { ...given, functionId, ...sync, ...readCode(control, input) };
  await control.records.functions.put(`${apiId}/${functionId}`, record);
  control.changed(apiId);
  return { functionConfiguration: describe(apiId, record) };
}

function describe(apiId: string, record: FunctionRecord): object {
  return { ...record, functionArn: `${apiArn(apiId)}/functions/${record.functionId}` };
}
