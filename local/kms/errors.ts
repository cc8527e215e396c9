import { AwsError } from '../shared/aws-error.ts';

/** Source: AWS KMS API Reference, "Common Errors" and the errors of each operation. */
export const notFound = (message: string) => new AwsError('NotFoundException', message);
export const invalidArn = (message: string) => new AwsError('InvalidArnException', message);
export const invalidState = (message: string) => new AwsError('KMSInvalidStateException', message);
export const limitExceeded = (message: string) => new AwsError('LimitExceededException', message);
export const unsupported = (message: string) => new AwsError('UnsupportedOperationException', message);
export const validation = (message: string) => new AwsError('ValidationException', message);
export const malformedPolicy = (message: string) => new AwsError('MalformedPolicyDocumentException', message);
export const tagException = (message: string) => new AwsError('TagException', message);
