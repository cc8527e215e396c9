import { AwsError } from '../shared/aws-error.ts';

/**
 * An error of S3.
 * @param details further elements of the answer's XML, such as `BucketName`
 * Source: Error responses (Amazon S3 API Reference).
 */
export function s3Error(
  code: string,
  message: string,
  statusCode = 400,
  details: Record<string, string> = {},
): AwsError {
  return new AwsError(code, message, details, statusCode);
}

export const noSuchBucket = (bucket: string) =>
  s3Error('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: bucket });

export const noSuchKey = (key: string) => s3Error('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });

export const noSuchUpload = (uploadId: string) =>
  s3Error(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    404,
    { UploadId: uploadId },
  );

export const preconditionFailed = (condition: string) =>
  s3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
    Condition: condition,
  });

export const invalidArgument = (name: string, value: string, message: string) =>
  s3Error('InvalidArgument', message, 400, { ArgumentName: name, ArgumentValue: value });

export const invalidRequest = (message: string) => s3Error('InvalidRequest', message);

export const accessDenied = (message = 'Access Denied', details: Record<string, string> = {}) =>
  s3Error('AccessDenied', message, 403, details);

export const incompleteBody = () =>
  s3Error('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header');

export const malformedXml = () =>
  s3Error('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');

/** What this stand-in has not, it refuses by name. */
export const notImplemented = (what: string) =>
  s3Error('NotImplemented', `${what} is not supported by this stand-in for Amazon S3.`, 501);
