import { SESv2ServiceException } from '@aws-sdk/client-sesv2';

/** Refusals of a request that may be granted in a moment. Source: Amazon SES API v2 Reference, "SendEmail", errors; "Common Error Types". */
const LATER = [
  'TooManyRequestsException',
  'ThrottlingException',
  'RequestThrottled',
  'RequestTimeout',
  'LimitExceededException',
];

/** Whether the mail service would refuse the same mail again: it was reached, and the fault is not its own. */
export function isFinal(error: Error): boolean {
  return error instanceof SESv2ServiceException && error.$fault === 'client' && !LATER.includes(error.name);
}
