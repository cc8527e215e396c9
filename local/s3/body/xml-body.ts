import type * as v from 'valibot';
import { s3Error } from '../errors.ts';
import type { OperationContext } from '../operation.ts';
import { parseXml } from '../xml.ts';
import { receive } from './receive.ts';

const MAXIMUM_BYTES = 2 * 1024 * 1024;

/**
 * The XML in a request's body, checked as every body is.
 * @throws AwsError MalformedXML, MaxMessageLengthExceeded …
 */
export async function readXmlBody<Output>(
  context: OperationContext,
  root: string,
  schema: v.GenericSchema<unknown, Output>,
): Promise<Output> {
  return parseXml(await readText(context), root, schema);
}

/** The text of a small body; empty where there is none. */
export async function readText({ request, authentication }: OperationContext): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > MAXIMUM_BYTES)
    throw s3Error('MaxMessageLengthExceeded', 'Your request was too large.');
  const chunks: Uint8Array[] = [];
  await receive(
    request,
    authentication,
    { write: (chunk) => Promise.resolve(void chunks.push(chunk)) },
    { algorithms: () => [], maximum: MAXIMUM_BYTES },
  );
  return Buffer.concat(chunks).toString('utf8');
}
