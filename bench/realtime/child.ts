import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type * as v from 'valibot';
import { parse } from 'valibot';
import { firstMessage } from '../export/child.ts';

/** A process of the benchmark that answers each message with one. */
export class Child {
  readonly #process: ChildProcess;
  readonly #exited: Promise<unknown>;

  constructor(file: string) {
    this.#process = fork(resolve(import.meta.dirname, file), { execArgv: ['--import', 'tsx'] });
    this.#exited = once(this.#process, 'exit');
  }

  /** What it says by itself. */
  async hear<Schema extends v.GenericSchema>(schema: Schema): Promise<v.InferOutput<Schema>> {
    return parse(schema, await firstMessage(this.#process));
  }

  async ask<Schema extends v.GenericSchema>(question: object, schema: Schema): Promise<v.InferOutput<Schema>> {
    const answer = this.hear(schema);
    this.#process.send(question);
    return answer;
  }

  async end(): Promise<void> {
    if (this.#process.connected) this.#process.disconnect();
    await this.#exited;
  }
}
