/** An error as an AWS service answers it: a code that SDKs turn into an exception's name, and a message. */
export class AwsError extends Error {
  readonly code: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly statusCode: number;

  /**
   * @param code the exception's name, such as `ResourceNotFoundException`
   * @param message what the service says
   * @param fields further members of the exception, such as `RejectedRecords`
   * @param statusCode HTTP status, 400 unless the service documents another
   */
  constructor(code: string, message: string, fields: Readonly<Record<string, unknown>> = {}, statusCode = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.fields = fields;
    this.statusCode = statusCode;
  }
}

/**
 * Makes what may be there already.
 * @param code the exception by which the service says that it is there, such as `ResourceConflictException`
 * @returns whether `make` made it
 */
export async function unlessThere(code: string, make: () => Promise<unknown>): Promise<boolean> {
  try {
    await make();
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.code === code) return false;
    throw error;
  }
}
