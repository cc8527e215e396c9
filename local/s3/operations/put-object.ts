import type { Answer } from '../answer.ts';
import { receive } from '../body/receive.ts';
import type { ReceivedBody } from '../body/receive.ts';
import { DEFAULT_ALGORITHM, headerOf } from '../checksums/algorithms.ts';
import type { Operation } from '../operation.ts';
import type { DataFileWriter } from '../store/files.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { Description, ObjectRecord } from '../store/records.ts';
import { checkWrite } from './conditions.ts';
import { describe } from './description.ts';
import { expirationHeader } from './get-object.ts';

/** 5 GiB: the most that one request may bring. */
export const MAXIMUM_PUT_BYTES = 5 * 1024 ** 3;

export const putObject: Operation = async ({ request, authentication, store }) => {
  const { bucket, key } = request;
  const { lifecycle } = await store.requireBucket(bucket);
  const description = describe(request);
  const check = checkWrite(request);
  // What cannot be stored need not be received; what counts is the check below.
  check(await store.index.object(bucket, key));
  const record = await keepFile(
    store,
    async (writer) => {
      const received = await receive(request, authentication, writer, {
        algorithms: (declared) => [declared ?? DEFAULT_ALGORITHM],
        maximum: MAXIMUM_PUT_BYTES,
      });
      return wholeObject(store, description, writer.file, received);
    },
    (made) => store.putObject({ bucket, key, check }, made),
  );
  return stored(record, expirationHeader(lifecycle, key, record));
};

/** The record of an object that came as one. */
export function wholeObject(
  store: ObjectStore,
  description: Description,
  file: string,
  { size, md5, checksums, declared }: Pick<ReceivedBody, 'size' | 'md5' | 'checksums' | 'declared'>,
): ObjectRecord {
  const algorithm = declared ?? DEFAULT_ALGORITHM;
  return {
    ...description,
    etag: md5.toString('hex'),
    size,
    lastModified: store.clock(),
    checksum: { algorithm, type: 'FULL_OBJECT', value: checksums.get(algorithm) ?? '' },
    segments: [{ file, size }],
  };
}

function stored({ etag, checksum }: ObjectRecord, expiration: Record<string, string>): Answer {
  return {
    headers: {
      etag: `"${etag}"`,
      [headerOf(checksum.algorithm)]: checksum.value,
      'x-amz-checksum-type': checksum.type,
      'x-amz-server-side-encryption': 'AES256',
      ...expiration,
    },
  };
}

/**
 * Makes a file and has the index name it; where either fails, the file is gone.
 * @param fill writes the file and answers what the index will say of it
 * @param commit has the index name it
 */
export async function keepFile<Made>(
  store: ObjectStore,
  fill: (writer: DataFileWriter) => Promise<Made>,
  commit: (made: Made) => Promise<void>,
): Promise<Made> {
  const writer = await store.files.create();
  try {
    const made = await fill(writer);
    await writer.end();
    await commit(made);
    return made;
  } catch (error) {
    await writer.abandon();
    await store.files.remove([writer.file]);
    throw error;
  }
}
