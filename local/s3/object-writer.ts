import { takeIn } from './body/intake.ts';
import { DEFAULT_ALGORITHM } from './checksums/algorithms.ts';
import type { ObjectWriter } from '../shared/ports.ts';
import { keepFile, wholeObject } from './operations/put-object.ts';
import type { ObjectStore } from './store/object-store.ts';

/** Stores objects in the same process. The chunks of a body must not change once they are given. */
export function objectWriter(store: ObjectStore): ObjectWriter {
  return {
    async requireBucket(bucket) {
      await store.requireBucket(bucket);
    },
    async write({ bucket, key, contentType }, body) {
      await store.requireBucket(bucket);
      const description = { headers: { 'content-type': contentType }, metadata: {} };
      const { size } = await keepFile(
        store,
        async (writer) => {
          const received = await takeIn(body, writer, { algorithms: [DEFAULT_ALGORITHM] });
          return wholeObject(store, description, writer.file, { ...received, declared: undefined });
        },
        (record) => store.putObject({ bucket, key }, record),
      );
      return size;
    },
  };
}
