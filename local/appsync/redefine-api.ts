import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import type { JsonCaller } from '../shared/json-service.ts';
import { apiInputs, type ApiToDefine } from './api-inputs.ts';
import { createFunction, createSchema, findNamed } from './define-api.ts';
import { listAll } from './list-all.ts';

const dataSource = v.looseObject({ name: v.string() });
const pipelineFunction = v.looseObject({ name: v.string(), functionId: v.string() });
const resolver = v.looseObject({ typeName: v.string(), fieldName: v.string() });
const type = v.object({ name: v.string() });

const dataSources = v.object({ dataSources: v.array(dataSource) });
const functions = v.object({ functions: v.array(pipelineFunction) });
const resolvers = v.object({ resolvers: v.array(resolver) });
const types = v.object({ types: v.array(type) });

type Found = Readonly<Record<string, unknown>>;

/** What an API has, by the names that an artifact gives them. */
interface Present {
  dataSources: ReadonlyMap<string, Found>;
  functions: ReadonlyMap<string, v.InferOutput<typeof pipelineFunction>>;
  resolvers: ReadonlyMap<string, v.InferOutput<typeof resolver>>;
}

/**
 * Makes of the API of this name what an artifact says, by AppSync's operations: changes what is another now, makes what is new, deletes what is gone. The API
 * keeps its id, and clients their subscriptions. Rejects with what AppSync refuses; what was done by then stays.
 * @param call calls an operation of AppSync
 */
export async function redefineApi(call: JsonCaller, wanted: ApiToDefine): Promise<void> {
  const [apiId] = await findNamed(call, wanted.name);
  if (apiId === undefined) throw new Error(`There is no API ${wanted.name}`);
  const present = await readPresent(call, apiId);
  const { artifact } = wanted;
  const inputs = apiInputs(wanted);

  // What is named by another is there before it, and gone after it.
  for (const name of Object.keys(artifact.dataSources))
    await put(call, 'DataSource', present.dataSources.get(name), { apiId, ...inputs.dataSource(name) });
  await createSchema(call, apiId, artifact.schema);
  const functionIds: Record<string, string> = {};
  for (const name of Object.keys(artifact.functions)) {
    const found = present.functions.get(name);
    if (found) {
      functionIds[name] = found.functionId;
      await put(call, 'Function', found, { apiId, functionId: found.functionId, ...inputs.function(name) });
    } else [, functionIds[name] = ''] = await createFunction(call, apiId, inputs, name);
  }
  for (const key of Object.keys(artifact.resolvers))
    await put(call, 'Resolver', present.resolvers.get(key), { apiId, ...inputs.resolver(key, functionIds) });

  for (const [key, { typeName, fieldName }] of present.resolvers)
    if (!Object.hasOwn(artifact.resolvers, key)) await call('DeleteResolver', { apiId, typeName, fieldName });
  for (const [name, { functionId }] of present.functions)
    if (!Object.hasOwn(artifact.functions, name)) await call('DeleteFunction', { apiId, functionId });
  for (const name of present.dataSources.keys())
    if (!Object.hasOwn(artifact.dataSources, name)) await call('DeleteDataSource', { apiId, name });
}

async function readPresent(call: JsonCaller, apiId: string): Promise<Present> {
  const found = await listAll(call, 'ListTypes', { apiId, format: 'SDL' }, (page) => v.parse(types, page).types);
  const ofTypes = await Promise.all(
    found.map(({ name: typeName }) =>
      listAll(call, 'ListResolvers', { apiId, typeName }, (page) => v.parse(resolvers, page).resolvers),
    ),
  );
  const sources = await listAll(call, 'ListDataSources', { apiId }, (page) => v.parse(dataSources, page).dataSources);
  const steps = await listAll(call, 'ListFunctions', { apiId }, (page) => v.parse(functions, page).functions);
  return {
    dataSources: new Map(sources.map((each) => [each.name, each])),
    functions: new Map(steps.map((each) => [each.name, each])),
    resolvers: new Map(ofTypes.flat().map((each) => [`${each.typeName}.${each.fieldName}`, each])),
  };
}

/** Makes a thing, or changes it where a member is another than the wanted one. */
async function put(
  call: JsonCaller,
  what: 'DataSource' | 'Function' | 'Resolver',
  found: Found | undefined,
  { apiId, ...members }: Found & { apiId: string },
): Promise<void> {
  if (!found) await call(`Create${what}`, { apiId, ...members });
  else if (!Object.entries(members).every(([name, value]) => isDeepStrictEqual(found[name], value)))
    await call(`Update${what}`, { apiId, ...members });
}
