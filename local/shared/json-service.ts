import { randomUUID } from 'node:crypto';
import { answerable } from './answerable.ts';
import { AwsError } from './aws-error.ts';
import { findOperation } from './find-operation.ts';
import type { Log } from './log.ts';
import type { Caller, Service } from './service.ts';

/** One operation of a service: its input as the SDK sent it, unparsed; its answer, ready for JSON. */
export type JsonOperation = (input: unknown, caller: Caller) => Promise<object>;
export type JsonOperations = Readonly<Record<string, JsonOperation>>;

/** An operation whose answer depends on how it was asked: it cannot be called without HTTP. */
export type HttpOperation = (input: unknown, caller: Caller, request: Request) => Promise<object>;

/** Calls an operation of a service in the same process, without HTTP. Rejects with {@link AwsError}. */
export type JsonCaller = (operation: string, input: unknown) => Promise<object>;

/** A service, and a way to call its operations by name in the same process. */
export interface CallableService extends Service {
  readonly call: JsonCaller;
}

interface JsonServiceOptions {
  signingName: string;
  /** Protocol version in the content type: `1.0` for DynamoDB, Timestream and SQS, `1.1` for Cognito. */
  jsonVersion: '1.0' | '1.1';
  operations: Readonly<Record<string, HttpOperation>>;
  log: Log;
  close?: () => Promise<void>;
}

/**
 * A service that speaks the AWS JSON protocol: `POST /` with the operation in `X-Amz-Target`.
 * What a service does not know it refuses by name, rather than answer wrongly.
 */
export function jsonService({ signingName, jsonVersion, operations, log, close }: JsonServiceOptions): Service {
  const contentType = `application/x-amz-json-${jsonVersion}`;

  function answer(status: number, body: object, requestId: string, headers: Record<string, string> = {}): Response {
    return new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': contentType, 'x-amzn-requestid': requestId, ...headers },
    });
  }

  /** The exception's name is in the body and in a header, for SDKs that read either. */
  function refuse(status: number, code: string, members: object, requestId: string): Response {
    return answer(status, { __type: code, ...members }, requestId, { 'x-amzn-errortype': code });
  }

  return {
    signingName,
    async handle(request, caller) {
      const requestId = randomUUID();
      const operation = (request.headers.get('x-amz-target') ?? '').split('.').at(-1) ?? '';
      try {
        return answer(
          200,
          await findOperation(operations, operation)(parseJson(await request.text()), caller, request),
          requestId,
        );
      } catch (error) {
        const known = answerable(error);
        if (known) {
          const { code, message, fields, statusCode } = known;
          return refuse(statusCode, code, { message, ...fields }, requestId);
        }
        log.error(`${signingName} ${operation} failed (request ${requestId})`, error);
        return refuse(500, 'InternalFailure', { message: `Internal failure, request ${requestId}` }, requestId);
      }
    },
    close: close ?? (() => Promise.resolve()),
  };
}

/** An in-process caller of `operations`, for services that use each other. */
export function jsonCaller(operations: JsonOperations, caller: Caller): JsonCaller {
  return async (operation, input) => findOperation(operations, operation)(input, caller);
}

function parseJson(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON');
  }
}
