import type { CheckedFile } from './check-file.ts';
import type { FileFault } from './faults.ts';

/** What would become of a file. A large one takes seconds, so that a thread of its own reads it, and the page stays usable. */
export function checkApart(bytes: Uint8Array): Promise<CheckedFile | { fault: FileFault }> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise<CheckedFile | { fault: FileFault }>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<CheckedFile | { fault: FileFault }>) => {
      resolve(data);
    };
    worker.onerror = ({ message }) => {
      reject(new Error(`The file could not be read: ${message}`));
    };
    worker.postMessage(bytes);
  }).finally(() => {
    worker.terminate();
  });
}
