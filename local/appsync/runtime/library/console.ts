import { inspect } from 'node:util';
import type { Run } from '../run.ts';

/** `console`, which on AWS writes to CloudWatch Logs. */
export const consoleFunctions = {
  log: (run: Run, ...values: readonly unknown[]) => {
    run.host.log.info(line(run, values));
  },
  error: (run: Run, ...values: readonly unknown[]) => {
    run.host.log.error(line(run, values));
  },
};

function line({ context: { info } }: Run, values: readonly unknown[]): string {
  const text = values.map((value) => (typeof value === 'string' ? value : inspect(value, { depth: 8 }))).join(' ');
  return `${info.parentTypeName}.${info.fieldName}: ${text}`;
}
