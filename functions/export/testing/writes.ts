import { setTimeout as wait } from 'node:timers/promises';
import type { ObjectWriter } from '../../../local/shared/ports.ts';

/** As long as an UNLOAD takes between two files, and more. */
const SETTLED_MS = 400;

/** Passes on what UNLOAD writes, and remembers when that was. */
export class Writes implements ObjectWriter {
  private readonly last = new Map<string, number>();
  private readonly objects: ObjectWriter;

  constructor(objects: ObjectWriter) {
    this.objects = objects;
  }

  requireBucket(bucket: string): Promise<void> {
    return this.objects.requireBucket(bucket);
  }

  async write(...[object, body]: Parameters<ObjectWriter['write']>): Promise<number> {
    const bytes = await this.objects.write(object, body);
    this.last.set(object.key, Date.now());
    return bytes;
  }

  async settled(prefix: string): Promise<void> {
    const began = Date.now();
    for (;;) {
      const times = [...this.last].filter(([key]) => key.startsWith(prefix)).map(([, at]) => at);
      if (Date.now() - Math.max(began, ...times) > SETTLED_MS) return;
      await wait(50);
    }
  }
}
