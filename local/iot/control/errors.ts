import { AwsError } from '../../shared/aws-error.ts';

/** Exceptions of AWS IoT's control plane, with its HTTP statuses. Source: AWS IoT API Reference, errors of each action. */
export const invalidRequest = (message: string): AwsError => new AwsError('InvalidRequestException', message);

export const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message, {}, 404);

/** Rules that are not there are answered so, as if they were another account's. */
export const unauthorized = (message: string): AwsError => new AwsError('UnauthorizedException', message, {}, 401);

export const notConfigured = (message: string): AwsError => new AwsError('NotConfiguredException', message, {}, 404);

export const malformedPolicy = (message: string): AwsError => new AwsError('MalformedPolicyException', message);

export const deleteConflict = (message: string): AwsError => new AwsError('DeleteConflictException', message, {}, 409);

export const limitExceeded = (message: string): AwsError => new AwsError('LimitExceededException', message, {}, 410);

export const certificateState = (message: string): AwsError =>
  new AwsError('CertificateStateException', message, {}, 406);

export const certificateValidation = (message: string): AwsError =>
  new AwsError('CertificateValidationException', message);

export const versionConflict = (message: string): AwsError =>
  new AwsError('VersionConflictException', message, {}, 409);

export const versionsLimitExceeded = (message: string): AwsError =>
  new AwsError('VersionsLimitExceededException', message, {}, 409);

export function alreadyExists(message: string, resourceId: string, resourceArn: string): AwsError {
  return new AwsError('ResourceAlreadyExistsException', message, { resourceId, resourceArn }, 409);
}
