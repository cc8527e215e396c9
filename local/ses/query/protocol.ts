import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { AwsError } from '../../shared/aws-error.ts';
import type { Log } from '../../shared/log.ts';
import { xmlElement } from '../../shared/xml.ts';
import type { XmlElements } from '../../shared/xml.ts';
import { parseForm } from './form.ts';
import type { QueryOperations } from './operations.ts';

const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/';

const action = v.object({ Action: v.string() });

/** What the first API calls the errors of API v2, which it answers with 400 or 500. Source: Amazon SES API Reference, "Common Errors". */
const CODES: Readonly<Record<string, string>> = {
  BadRequestException: 'InvalidParameterValue',
  TooManyRequestsException: 'Throttling',
  AccountSuspendedException: 'MessageRejected',
  SendingPausedException: 'AccountSendingPausedException',
  InternalServiceErrorException: 'InternalFailure',
};

/** The door of the first API: `POST /` with a form that has the operation as `Action`; answers in XML. */
export async function answerQuery(request: Request, operations: QueryOperations, log: Log): Promise<Response> {
  const requestId = randomUUID();
  let name = '(none)';
  try {
    const input = parseForm(await request.text());
    if (v.is(action, input)) name = input.Action;
    const run = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (!run) throw new AwsError('InvalidAction', `The operation ${name} is not supported here`);
    const result = await run(input);
    return answer(200, `${name}Response`, {
      [`${name}Result`]: result,
      ResponseMetadata: { RequestId: requestId },
    });
  } catch (error) {
    if (error instanceof AwsError) return refuse(error, requestId);
    log.error(`ses ${name} failed (request ${requestId})`, error);
    return refuse(new AwsError('InternalFailure', `Internal failure, request ${requestId}`, {}, 500), requestId);
  }
}

function refuse({ code, message, statusCode }: AwsError, requestId: string): Response {
  const own = statusCode >= 500;
  return answer(own ? statusCode : 400, 'ErrorResponse', {
    Error: { Type: own ? 'Receiver' : 'Sender', Code: CODES[code] ?? code, Message: message },
    RequestId: requestId,
  });
}

function answer(status: number, root: string, content: XmlElements): Response {
  return new Response(xmlElement(root, content, NAMESPACE), { status, headers: { 'content-type': 'text/xml' } });
}
