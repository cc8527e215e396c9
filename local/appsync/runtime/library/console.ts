import type { Run } from '../run.ts';

/** `console`, which on AWS writes to CloudWatch Logs ("Testing and debugging resolvers": `code.js:13:5: "This request is allowed"`). */
export const consoleFunctions = {
  log: (run: Run, ...values: readonly unknown[]) => {
    write(run, 'INFO', values);
  },
  error: (run: Run, ...values: readonly unknown[]) => {
    write(run, 'ERROR', values);
  },
};

function write(run: Run, level: 'INFO' | 'ERROR', values: readonly unknown[]): void {
  const { host, context } = run;
  const line = `${positionOfCall(run)}${values.map((value) => JSON.stringify(value)).join(' ')}`;
  if (host.onConsole) {
    host.onConsole(level, line);
    return;
  }
  const text = `${context.info.parentTypeName}.${context.info.fieldName}: ${line}`;
  if (level === 'INFO') host.log.info(text);
  else host.log.error(text);
}

/** The engine gives the place of `log`; AppSync that of `console` before it. */
function positionOfCall(run: Run): string {
  return run.position(write).replace(/:(\d+): $/, (_, column: string) => `:${Number(column) - 'console.'.length}: `);
}
