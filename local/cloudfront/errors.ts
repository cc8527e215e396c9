import { AwsError } from '../shared/aws-error.ts';
import { inputParser } from '../shared/parse-input.ts';

// Source: Amazon CloudFront API Reference, "Errors" of each operation.

export const invalidArgument = (message: string) => new AwsError('InvalidArgument', message);

export const noSuch = (code: string, what: string) =>
  new AwsError(code, `The specified ${what} does not exist.`, {}, 404);

export const alreadyExists = (code: string, message: string) => new AwsError(code, message, {}, 409);

export const inUse = (code: string, what: string) =>
  new AwsError(code, `Cannot delete the ${what} because it is in use by one or more other resources.`, {}, 409);

/** What this stand-in has not, it refuses by name. */
export const unsupported = (what: string) => new AwsError('UnsupportedOperation', `${what} is not supported here.`);

export const parseInput = inputParser(invalidArgument);
