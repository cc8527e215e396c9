import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/** What a fake service answers: a body for 200, an exception's name for 400, or any status. `hang` never answers. */
export type FakeAnswer = { body: object } | { exception: string; fields?: object; status?: number } | 'hang';

export interface FakeCall {
  operation: string;
  input: unknown;
}

export interface FakeAws {
  endpoint: string;
  calls: FakeCall[];
  /** How many requests were being answered at the same time, at most. */
  peak(): number;
  close(): Promise<void>;
}

/** A service of the AWS JSON protocol over real HTTP, whose answers a test writes. */
export async function fakeAws(answer: (call: FakeCall) => FakeAnswer | Promise<FakeAnswer>): Promise<FakeAws> {
  const calls: FakeCall[] = [];
  let running = 0;
  let peak = 0;
  const server = createServer((request, response) => {
    async function respond(): Promise<void> {
      peak = Math.max(peak, ++running);
      const input: unknown = JSON.parse(await text(request));
      const call = {
        operation:
          String(request.headers['x-amz-target'] ?? '')
            .split('.')
            .at(-1) ?? '',
        input,
      };
      calls.push(call);
      const answered = await answer(call);
      running--;
      if (answered === 'hang') return;
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      if ('body' in answered) {
        response.end(JSON.stringify(answered.body));
        return;
      }
      response.statusCode = answered.status ?? 400;
      response.end(JSON.stringify({ __type: answered.exception, message: answered.exception, ...answered.fields }));
    }
    respond().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    peak: () => peak,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** What every client of a fake service needs to be told. */
export function fakeClientOptions(endpoint: string) {
  return { endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
}
