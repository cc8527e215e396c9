import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { answerable } from '../answerable.ts';
import { AwsError } from '../aws-error.ts';
import { findOperation } from '../find-operation.ts';
import type { CallableService } from '../json-service.ts';
import type { Log } from '../log.ts';
import { LOCAL_REGION, type Caller } from '../service.ts';
import { xmlElement, type XmlElements } from '../xml.ts';
import { asForm, parseForm } from './form.ts';

/**
 * One operation: its nested form parameters, unparsed (lists by `members` of `form.ts`); the content of its result, where a list has `member`s and a
 * map has `entry`s. An operation without a result answers nothing. Source: "AWS Query protocol", Smithy.
 */
export type QueryOperation = (
  input: unknown,
  caller: Caller,
) => XmlElements | undefined | Promise<XmlElements | undefined>;
export type QueryOperations = Readonly<Record<string, QueryOperation>>;

export interface QueryServiceOptions {
  signingName: string;
  /** Of the answers, such as `https://iam.amazonaws.com/doc/2010-05-08/`. */
  namespace: string;
  operations: QueryOperations;
  /** What this protocol calls errors that have another name in a second protocol of the service. */
  otherErrors?: Readonly<Record<string, OtherError>>;
  log: Log;
  close?: () => Promise<void>;
}

export interface OtherError {
  code: string;
  /** HTTP status, where it is another one, too. */
  statusCode?: number;
}

const action = v.object({ Action: v.string() });
const inProcess: Caller = { accessKeyId: undefined, region: LOCAL_REGION };

/**
 * A service that speaks the AWS query protocol: `POST /` with a form that has the operation as `Action`; answers in XML. What a service does not
 * know it refuses by name, rather than answer wrongly. For callers in the same process lists are arrays, and numbers and booleans may be themselves.
 */
export function queryService(options: QueryServiceOptions): CallableService {
  const { signingName, namespace, operations, otherErrors = {}, log, close } = options;
  const find = (name: string): QueryOperation => findOperation(operations, name, 'InvalidAction');

  function answer(status: number, root: string, content: XmlElements, requestId: string): Response {
    const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
    return new Response(xmlElement(root, content, namespace), { status, headers });
  }

  function refuse(error: AwsError, requestId: string): Response {
    const other = Object.hasOwn(otherErrors, error.code) ? otherErrors[error.code] : undefined;
    const { code = error.code, statusCode = error.statusCode } = other ?? {};
    const Error = { Type: statusCode >= 500 ? 'Receiver' : 'Sender', Code: code, Message: error.message };
    return answer(statusCode, 'ErrorResponse', { Error, RequestId: requestId }, requestId);
  }

  return {
    signingName,
    async handle(request, caller) {
      const requestId = randomUUID();
      let name = '';
      try {
        const input = parseForm(await request.text());
        if (v.is(action, input)) name = input.Action;
        const result = await find(name)(input, caller);
        const metadata = { ResponseMetadata: { RequestId: requestId } };
        return answer(200, `${name}Response`, { ...(result && { [`${name}Result`]: result }), ...metadata }, requestId);
      } catch (error) {
        const known = answerable(error);
        if (known) return refuse(known, requestId);
        log.error(`${signingName} ${name} failed (request ${requestId})`, error);
        return refuse(new AwsError('InternalFailure', `Internal failure, request ${requestId}`, {}, 500), requestId);
      }
    },
    call: async (operation, input) => (await find(operation)(asForm(input), inProcess)) ?? {},
    close: close ?? (() => Promise.resolve()),
  };
}
