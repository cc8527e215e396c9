/** A file that did not arrive. */
export class UploadError extends Error {
  override readonly name = 'UploadError';
  /** What the answer's status was; 0 where there was none. */
  readonly status: number;

  constructor(status: number) {
    super(`The upload was answered ${status}`);
    this.status = status;
  }
}

/**
 * Puts a file where a link says. Rejects with an {@link UploadError}, or with the signal's reason.
 * @param onProgress is told which share has been sent, 0 to 1
 */
export function putFile(
  url: string,
  file: Blob,
  { onProgress, signal }: { onProgress: (share: number) => void; signal: AbortSignal },
): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    // `fetch` does not say how far it is.
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => {
      onProgress(total > 0 ? loaded / total : 0);
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new UploadError(request.status));
    };
    request.onerror = () => {
      reject(new UploadError(0));
    };
    request.onabort = () => {
      reject(new DOMException('The upload was cancelled', 'AbortError'));
    };
    signal.addEventListener(
      'abort',
      () => {
        request.abort();
      },
      { once: true },
    );
    request.open('PUT', url);
    request.send(file);
  });
}
