import type { ApiArtifact } from '../../../build/artifacts.ts';
import type { CognitoIdentity, IamIdentity } from '../types.ts';

export type AuthorizationMode = ApiArtifact['authorization'][number];

/** Who sends a request, once the request has proved it. */
export type Caller =
  | { mode: 'AMAZON_COGNITO_USER_POOLS'; identity: CognitoIdentity }
  | {
      mode: 'AWS_IAM';
      identity: IamIdentity;
      /** `Type.field` of the root fields that its policy allows. */ graphqlFields: readonly string[];
    };

/** A request that is refused as a whole, before GraphQL sees it. */
export class RequestRefused extends Error {
  readonly errorType: string;
  readonly status: 400 | 401 | 403 | 405 | 413;

  constructor(errorType: string, message: string, status: RequestRefused['status']) {
    super(message);
    this.errorType = errorType;
    this.status = status;
  }
}

export const unauthorized = (message = 'You are not authorized to make this call.'): RequestRefused =>
  new RequestRefused('UnauthorizedException', message, 401);
