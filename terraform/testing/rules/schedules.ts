import * as v from 'valibot';
import type { FunctionDefinition } from '../../../functions/shared/define-function.ts';
import { ofType, type Resource } from '../state.ts';

const Lambda = v.object({ function_name: v.string() });
const Schedule = v.object({ name: v.string(), schedule_expression: v.string() });

/** A function that is to be invoked by itself is invoked when it says so, and no other is. `prefix` begins the functions' names. */
export function schedules(
  resources: readonly Resource[],
  definitions: Readonly<Record<string, Pick<FunctionDefinition, 'schedule'>>>,
  prefix: string,
): string[] {
  const given = new Map(
    ofType(resources, 'aws_scheduler_schedule', Schedule).map(({ values }) => [values.name, values.schedule_expression]),
  );
  return ofType(resources, 'aws_lambda_function', Lambda)
    .map(({ address, values: { function_name: name } }) => ({
      address,
      wanted: definitions[name.slice(prefix.length)]?.schedule,
      found: given.get(name),
    }))
    .filter(({ wanted, found }) => wanted !== found)
    .map(({ address, wanted, found }) => `${address} is invoked ${found ?? 'never'} by itself, and not ${wanted ?? 'never'}`);
}
