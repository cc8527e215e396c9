import type { CognitoIdentity, IamIdentity } from '../types.ts';

export type AuthorizationMode = 'AMAZON_COGNITO_USER_POOLS' | 'AWS_IAM' | 'API_KEY';

/** Who sends a request, once the request has proved it. */
export type Caller =
  | { mode: 'AMAZON_COGNITO_USER_POOLS'; identity: CognitoIdentity }
  | { mode: 'API_KEY'; identity: null }
  | {
      mode: 'AWS_IAM';
      identity: IamIdentity;
      /** Whether its policies let it ask for a root field. */
      allowsField: (typeName: string, fieldName: string) => boolean;
    };

/** A request that is refused as a whole, before GraphQL sees it. */
export class RequestRefused extends Error {
  readonly errorType: string;
  readonly status: 400 | 401 | 403 | 404 | 405 | 413;

  constructor(errorType: string, message: string, status: RequestRefused['status']) {
    super(message);
    this.errorType = errorType;
    this.status = status;
  }
}

export const unauthorized = (message = 'You are not authorized to make this call.'): RequestRefused =>
  new RequestRefused('UnauthorizedException', message, 401);
