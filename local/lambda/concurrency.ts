import type { Functions } from './functions.ts';
import { concurrencyInput, functionInput, invalidParameter, parseInput } from './schema.ts';

/** The concurrency that is reserved for a function, which is also the most that it has: with 0 it does not run. */
export interface ConcurrencyOperations {
  putFunctionConcurrency(input: unknown): Promise<object>;
  getFunctionConcurrency(input: unknown): object;
  deleteFunctionConcurrency(input: unknown): Promise<void>;
}

/** Of the whole account, and how much of it always stays for functions that reserve none. Source: AWS Lambda Developer Guide, "Understanding Lambda function scaling". */
const ACCOUNT_CONCURRENCY = 1000;
const UNRESERVED_CONCURRENCY = 100;

export function concurrencyOperations(functions: Functions): ConcurrencyOperations {
  return {
    async putFunctionConcurrency(input) {
      const { FunctionName, ReservedConcurrentExecutions } = parseInput(concurrencyInput, input);
      const others = functions.list().filter(({ name }) => name !== FunctionName);
      const reserved = others.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
      await functions.set(FunctionName, (definition) => {
        if (reserved + ReservedConcurrentExecutions > ACCOUNT_CONCURRENCY - UNRESERVED_CONCURRENCY) {
          throw invalidParameter(
            `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED_CONCURRENCY}].`,
          );
        }
        return { ...definition, reservedConcurrency: ReservedConcurrentExecutions };
      });
      return { ReservedConcurrentExecutions };
    },
    getFunctionConcurrency(input) {
      const { reservedConcurrency } = functions.get(parseInput(functionInput, input).FunctionName);
      return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
    },
    async deleteFunctionConcurrency(input) {
      const { FunctionName } = parseInput(functionInput, input);
      await functions.set(FunctionName, ({ reservedConcurrency: _removed, ...definition }) => definition);
    },
  };
}
