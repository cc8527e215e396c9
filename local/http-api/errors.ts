import { AwsError } from '../shared/aws-error.ts';

/** Source: API Gateway, "API Gateway Version 2 API Reference", errors. */
export const badRequest = (message: string): AwsError => new AwsError('BadRequestException', message);
export const conflict = (message: string): AwsError => new AwsError('ConflictException', message, {}, 409);

/** @param resourceType such as `Route` */
export const notFound = (message: string, resourceType: string): AwsError =>
  new AwsError('NotFoundException', message, { resourceType }, 404);
