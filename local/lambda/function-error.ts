/** What a function's failure is, as the payload of an invocation has it. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace: readonly string[];
}

/** Errors that Lambda itself gives, not the handler: they have no trace. */

export function timedOut(requestId: string, seconds: number): FunctionError {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`;
  return { errorType: 'Sandbox.Timedout', errorMessage, trace: [] };
}

/** The process ended in the middle of an invocation, by `process.exit` in most cases. */
export function exited(requestId: string, code: number): FunctionError {
  const reason =
    code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
  return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${reason}`, trace: [] };
}

export function outOfMemory(requestId: string): FunctionError {
  const errorMessage = `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`;
  return { errorType: 'Runtime.ExitError', errorMessage, trace: [] };
}

export function responseTooLarge(maximumBytes: number): FunctionError {
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${maximumBytes} bytes).`,
    trace: [],
  };
}

/** The JSON that an invocation answers with `FunctionError: Unhandled`. */
export function errorPayload({ errorType, errorMessage, trace }: FunctionError): object {
  return { errorType, errorMessage, ...(trace.length > 0 && { trace }) };
}
