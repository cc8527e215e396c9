import { copyFile, constants, link, mkdir, open, readdir, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { ulid } from 'ulid';

const BATCH_BYTES = 1024 * 1024;
const BATCH_CHUNKS = 512;
const READ_BYTES = 256 * 1024;

/**
 * The bytes of objects and parts, each in a file of its own that is written once and named by an id, never by the object's key.
 * A file counts only from when the index names it: what is not named is removed at the next start.
 */
export class DataFiles {
  readonly #directory: string;
  /** How many readers a file has. */
  readonly #readers = new Map<string, number>();
  /** Files that go when their last reader has ended. */
  readonly #doomed = new Set<string>();

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** Opens the folder and removes the files that `isNamed` does not know: of writes that a `kill -9` cut off. */
  static async open(directory: string, isNamed: (file: string) => boolean): Promise<DataFiles> {
    await mkdir(directory, { recursive: true });
    for (const file of await readdir(directory)) if (!isNamed(file)) await rm(join(directory, file));
    return new DataFiles(directory);
  }

  /** A new, empty file. */
  async create(): Promise<DataFileWriter> {
    const file = ulid();
    return new DataFileWriter(file, await open(this.#path(file), 'wx'));
  }

  /** The same bytes under a new id. They are shared where the file system has hard links. @returns the id */
  async duplicate(file: string): Promise<string> {
    const copy = ulid();
    try {
      await link(this.#path(file), this.#path(copy));
    } catch {
      // File systems without links, such as exFAT, have to copy.
      await copyFile(this.#path(file), this.#path(copy), constants.COPYFILE_FICLONE);
    }
    return copy;
  }

  /** Keeps the files readable, also when they are removed meanwhile, until the function that it answers is called. */
  hold(files: readonly string[]): () => Promise<void> {
    for (const file of files) this.#readers.set(file, (this.#readers.get(file) ?? 0) + 1);
    let held = true;
    return async () => {
      if (!held) return;
      held = false;
      await Promise.all(files.map((file) => this.#release(file)));
    };
  }

  /** Removes files that the index no longer names: at once, or when their last reader has ended. */
  async remove(files: readonly string[]): Promise<void> {
    for (const file of files) {
      if (this.#readers.has(file)) this.#doomed.add(file);
      else await this.#unlink(file);
    }
  }

  /** The bytes from `start` up to, not including, `end`. */
  async *read(file: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    const handle = await open(this.#path(file), 'r');
    try {
      for (let position = start; position < end;) {
        const buffer = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, end - position));
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
        if (bytesRead === 0) throw new Error(`${this.#path(file)} is shorter than the index says`);
        position += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await handle.close();
    }
  }

  async #release(file: string): Promise<void> {
    const readers = (this.#readers.get(file) ?? 1) - 1;
    if (readers > 0) {
      this.#readers.set(file, readers);
      return;
    }
    this.#readers.delete(file);
    if (this.#doomed.delete(file)) await this.#unlink(file);
  }

  /** No change fails for it: the index does not name the file any more, so that the next start removes what is left. */
  async #unlink(file: string): Promise<void> {
    await rm(this.#path(file), { force: true }).catch(() => undefined);
  }

  #path(file: string): string {
    return join(this.#directory, file);
  }
}

/**
 * Writes a file in batches: one batch is on its way to the disk while the next is gathered, whatever the size of the chunks.
 * What is written has reached the operating system, so it survives `kill -9`; it does not wait for the disk.
 */
export class DataFileWriter {
  readonly file: string;
  readonly #handle: FileHandle;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(file: string, handle: FileHandle) {
    this.file = file;
    this.#handle = handle;
  }

  /** Takes a chunk, which must not change afterwards. Resolves when there is room for the next. */
  async write(chunk: Uint8Array): Promise<void> {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes >= BATCH_BYTES || this.#chunks.length >= BATCH_CHUNKS) await this.#flush();
  }

  /** Writes what is left and closes the file. */
  async end(): Promise<void> {
    await this.#flush();
    await this.#writing;
    await this.#handle.close();
  }

  /** Closes the file, whatever is in it. */
  async abandon(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#handle.close();
  }

  async #flush(): Promise<void> {
    await this.#writing;
    if (this.#bytes === 0) return;
    const chunks = this.#chunks;
    const bytes = this.#bytes;
    this.#chunks = [];
    this.#bytes = 0;
    this.#writing = this.#handle.writev(chunks).then(({ bytesWritten }) => {
      if (bytesWritten !== bytes) throw new Error(`Only ${bytesWritten} of ${bytes} bytes could be written`);
    });
    // Whoever waits for it next is told; until then a failure is not unhandled.
    this.#writing.catch(() => undefined);
  }
}
