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
