import { Agent, request } from 'node:http';
import { quantile } from '../shared/figures.ts';

export interface Target {
  readonly port: number;
  readonly path: string;
  readonly apiKey: string;
}

export interface Figures {
  /** Of requests, in milliseconds. */
  readonly p50: number;
  readonly requestsPerSecond: number;
}

/** Requests under way at once, each on a connection of its own that is kept. */
export const CONNECTIONS = 8;

/** Asks one question again and again for so long. Throws when an answer is not `expected`. */
export async function load(target: Target, body: string, expected: string, seconds: number): Promise<Figures> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const times: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1000;
  const client = async (): Promise<void> => {
    while (performance.now() < end) {
      const sent = performance.now();
      const answer = await ask(target, body, agent);
      times.push(performance.now() - sent);
      if (answer !== expected) throw new Error(`Another answer than before: ${answer}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  const took = (performance.now() - started) / 1000;
  agent.destroy();
  return { p50: quantile(times, 0.5), requestsPerSecond: times.length / took };
}

/** The body of one answer. */
export function ask({ port, path, apiKey }: Target, body: string, agent?: Agent): Promise<string> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-api-key': apiKey,
  };
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path, method: 'POST', headers, ...(agent && { agent }) },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('end', () => {
          resolve(Buffer.concat(chunks).toString());
        });
        answer.once('error', reject);
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}
