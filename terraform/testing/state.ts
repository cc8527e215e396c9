import * as v from 'valibot';

/** A resource of a state, as "JSON Output Format" of the Terraform documentation has it. */
export interface Resource {
  /** Such as `module.api.aws_appsync_resolver.this["Query.device"]`. */
  address: string;
  type: string;
  values: Readonly<Record<string, unknown>>;
}

const ResourceSchema = v.object({
  address: v.string(),
  mode: v.picklist(['managed', 'data']),
  type: v.string(),
  values: v.record(v.string(), v.unknown()),
});

interface Module {
  resources?: v.InferOutput<typeof ResourceSchema>[] | undefined;
  child_modules?: Module[] | undefined;
}

const ModuleSchema: v.GenericSchema<Module> = v.object({
  resources: v.optional(v.array(ResourceSchema)),
  child_modules: v.optional(v.array(v.lazy(() => ModuleSchema))),
});

const StateSchema = v.object({ root_module: ModuleSchema });

/** The resources of a state, those of its modules too, data sources left out. @throws if it is no state */
export function parseState(state: unknown): Resource[] {
  return resourcesOf(v.parse(StateSchema, state).root_module);
}

function resourcesOf(module: Module): Resource[] {
  const own = (module.resources ?? []).filter((resource) => resource.mode === 'managed');
  return [...own, ...(module.child_modules ?? []).flatMap(resourcesOf)];
}

/** The resources of one type, each with those of its values that `schema` names. @throws if a value is not what `schema` says */
export function ofType<T>(resources: readonly Resource[], type: string, schema: v.GenericSchema<unknown, T>) {
  return resources
    .filter((resource) => resource.type === type)
    .map(({ address, values }) => ({ address, values: v.parse(schema, values) }));
}
