/**
 * What every stand-in has in common: a service is a folder with its door (this interface), its operations and its state.
 */
export interface Service {
  /** The name in the SigV4 credential scope by which the endpoint finds the service, such as `dynamodb` or `cognito-idp`. */
  readonly signingName: string;
  /** Answers one request of an SDK. Never rejects: what goes wrong is a response in the service's own protocol. */
  handle(request: Request, caller: Caller): Promise<Response>;
  /** Ends timers and workers, writes what is not yet on disk, and releases files. Calling it twice is harmless. */
  close(): Promise<void>;
}

/** Who signed a request. The endpoint reads it from the `Authorization` header and checks no signature: it is for a laptop. */
export interface Caller {
  /** `undefined` for the requests that browsers send unsigned, as those to Cognito. */
  readonly accessKeyId: string | undefined;
  readonly region: string;
  /** Path and query as the client sent them; the request's own URL has lost its `.` and `..`. Absent where nobody kept them. */
  readonly target?: string;
}

/** Milliseconds since the epoch. Passed in wherever time decides something, so that a test owns it. */
export type Clock = () => number;

/** The account that all local ARNs name. */
export const LOCAL_ACCOUNT = '000000000000';
/** The Region that all local resources are in. */
export const LOCAL_REGION = 'eu-west-1';
