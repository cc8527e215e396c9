import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { replaceFile } from '../shared/replace-file.ts';

/** A folder of JSON documents, one a file. A document is whole or absent, also after `kill -9`. */
export class JsonFiles<S extends v.GenericSchema> {
  private readonly directory: string;
  private readonly schema: S;
  private last: Promise<void> = Promise.resolve();

  constructor(directory: string, schema: S) {
    this.directory = directory;
    this.schema = schema;
  }

  async load(): Promise<v.InferOutput<S>[]> {
    await mkdir(this.directory, { recursive: true });
    const documents: v.InferOutput<S>[] = [];
    for (const name of (await readdir(this.directory)).sort()) {
      const path = join(this.directory, name);
      if (name.endsWith('.json')) documents.push(v.parse(this.schema, JSON.parse(await readFile(path, 'utf8'))));
      else await rm(path);
    }
    return documents;
  }

  /** @param key letters, digits, `-` and `_` */
  put(key: string, document: v.InferInput<S>): Promise<void> {
    const text = JSON.stringify(document);
    return this.inOrder(() => replaceFile(this.path(key), text));
  }

  delete(key: string): Promise<void> {
    return this.inOrder(() => rm(this.path(key), { force: true }));
  }

  /** One change after the other, so that the last one asked for is the one that stays. */
  private inOrder(change: () => Promise<void>): Promise<void> {
    const done = this.last.then(change, change);
    this.last = done;
    return done;
  }

  private path(key: string): string {
    return join(this.directory, `${key}.json`);
  }
}
