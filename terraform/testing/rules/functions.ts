import * as v from 'valibot';
import type { FunctionDefinition } from '../../../functions/shared/define-function.ts';
import { ofType, type Resource } from '../state.ts';

const Lambda = v.object({
  function_name: v.string(),
  environment: v.array(v.object({ variables: v.record(v.string(), v.string()) })),
});

/** Every function is deployed, and its environment is one that its own configuration schema takes. `prefix` begins their names. */
export function functions(
  resources: readonly Resource[],
  definitions: Readonly<Record<string, Pick<FunctionDefinition, 'environment'>>>,
  prefix: string,
): string[] {
  const lambdas = ofType(resources, 'aws_lambda_function', Lambda);
  const deployed = new Set(lambdas.map(({ values }) => values.function_name));
  const missing = Object.keys(definitions).filter((name) => !deployed.has(`${prefix}${name}`));
  return [
    ...missing.map((name) => `functions/${name} is not deployed`),
    ...lambdas.flatMap(({ address, values }) => {
      const definition = definitions[values.function_name.slice(prefix.length)];
      if (!definition) return [`${address} is no function of functions/`];
      const environment = v.safeParse(definition.environment, values.environment[0]?.variables ?? {});
      return environment.success ? [] : [`${address} has an environment that it refuses:\n${v.summarize(environment.issues)}`];
    }),
  ];
}
