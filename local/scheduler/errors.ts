import { AwsError } from '../shared/aws-error.ts';

/** Exceptions of EventBridge Scheduler, with its HTTP statuses. Source: EventBridge Scheduler API Reference, "Common Errors" and errors of each action. */
export const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

export const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message, {}, 404);

export const conflict = (message: string): AwsError => new AwsError('ConflictException', message, {}, 409);
