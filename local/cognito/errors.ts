import { AwsError } from '../shared/aws-error.ts';

/** The exceptions that several operations share, in Cognito's own words. */
export const notAuthorized = (message: string) => new AwsError('NotAuthorizedException', message);
export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message);
export const resourceNotFound = (message: string) => new AwsError('ResourceNotFoundException', message);
export const poolNotFound = (poolId: string) => resourceNotFound(`User pool ${poolId} does not exist.`);
export const clientNotFound = (clientId: string) => resourceNotFound(`User pool client ${clientId} does not exist.`);
export const userNotFound = () => new AwsError('UserNotFoundException', 'User does not exist.');
/** As the operations that take a user name from anybody put it. */
export const nameNotFound = () => new AwsError('UserNotFoundException', 'Username/client id combination not found.');
export const wrongCredentials = () => notAuthorized('Incorrect username or password.');
export const codeMismatch = () =>
  new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.');
export const expiredCode = () =>
  new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');

export const emailTaken = () => new AwsError('AliasExistsException', 'An account with the given email already exists.');

/** For what Cognito can do and this stand-in can't. */
export const notSupported = (what: string) => invalidParameter(`${what} is not supported by the local user pools`);
