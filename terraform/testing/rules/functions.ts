import * as v from 'valibot';
import type { FunctionDefinition } from '../../../functions/shared/define-function.ts';
import { ofType, type Resource } from '../state.ts';
import { alarms, isRaisedByOne } from './alarms.ts';

const Lambda = v.object({
  function_name: v.string(),
  environment: v.array(v.object({ variables: v.record(v.string(), v.string()) })),
});

/**
 * Every function is deployed, but those that only another store of readings has, and its environment is one that its own configuration schema takes.
 * `prefix` begins their names.
 */
export function functions(
  resources: readonly Resource[],
  definitions: Readonly<Record<string, Pick<FunctionDefinition, 'environment' | 'readingsStore'>>>,
  { prefix, stores }: { prefix: string; stores: ReadonlySet<string> },
): string[] {
  const lambdas = ofType(resources, 'aws_lambda_function', Lambda);
  const deployed = new Set(lambdas.map(({ values }) => values.function_name));
  const missing = Object.entries(definitions)
    .filter(([, { readingsStore: store }]) => store === undefined || stores.has(store))
    .map(([name]) => name)
    .filter((name) => !deployed.has(`${prefix}${name}`));
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

/** Functions whose throttles need no alarm, and why. */
const MAY_WAIT: Readonly<Record<string, string>> = {
  export: 'a later sweep runs it again',
};

/** Every error of a function is an alarm, and so is every time that it may not run. `prefix` begins the functions' names. */
export function functionAlarms(resources: readonly Resource[], prefix: string): string[] {
  const watched = new Set(
    alarms(resources)
      .filter((alarm) => alarm.namespace === 'AWS/Lambda' && isRaisedByOne(alarm))
      .map(({ metric_name, dimensions }) => `${metric_name ?? ''} of ${dimensions?.FunctionName ?? ''}`),
  );
  return ofType(resources, 'aws_lambda_function', Lambda).flatMap(({ address, values: { function_name: name } }) => {
    const metrics = Object.hasOwn(MAY_WAIT, name.slice(prefix.length)) ? ['Errors'] : ['Errors', 'Throttles'];
    return metrics
      .filter((metric) => !watched.has(`${metric} of ${name}`))
      .map((metric) => `${address} has ${metric} that no alarm watches`);
  });
}
