import { useCallback, useEffect, useRef, useState } from 'react';
import { IMPORT_LIMITS } from '../../../schema/limits.ts';
import {
  CancelDeviceImportDocument,
  CreateDeviceImportDocument,
  ImportDevicesDocument,
} from '../api/generated/documents.ts';
import { ask } from '../api/request.ts';
import { putFile } from './upload.ts';

/** How far a file is on its way. */
export type SendingStep =
  | { step: 'none' }
  | { step: 'making' | 'beginning' | 'cancelling' }
  | { step: 'uploading'; share: number }
  | { step: 'failed'; error: unknown };

/** An import that awaits its file. */
interface Target {
  id: string;
  uploadUrl: string;
  content: Blob;
  withCredentials: boolean;
  /** Epoch milliseconds: until when it takes the file, with a minute to spare. */
  until: number;
}

/**
 * Makes an import, uploads its file and begins it.
 * @param onBegun is told the id of the import
 */
export function useSending(onBegun: (id: string) => void) {
  const [sending, setSending] = useState<SendingStep>({ step: 'none' });
  const target = useRef<Target>(undefined);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const send = useCallback(
    async (content: Blob, withCredentials: boolean): Promise<void> => {
      const own = new AbortController();
      running.current = own;
      const tell = (step: SendingStep): void => {
        if (!own.signal.aborted) setSending(step);
      };
      try {
        tell({ step: 'making' });
        target.current = await targetFor({ content, withCredentials }, target.current);
        const { id, uploadUrl } = target.current;
        own.signal.throwIfAborted();
        tell({ step: 'uploading', share: 0 });
        await putFile(uploadUrl, content, {
          onProgress: (share) => {
            tell({ step: 'uploading', share });
          },
          signal: own.signal,
        });
        tell({ step: 'beginning' });
        await ask(ImportDevicesDocument, { id });
        target.current = undefined;
        if (!own.signal.aborted) onBegun(id);
      } catch (error) {
        tell({ step: 'failed', error });
      }
    },
    [onBegun],
  );

  const cancel = useCallback(async (): Promise<void> => {
    running.current?.abort();
    const { id } = target.current ?? {};
    try {
      setSending({ step: 'cancelling' });
      if (id !== undefined) await ask(CancelDeviceImportDocument, { id });
      target.current = undefined;
      setSending({ step: 'none' });
    } catch (error) {
      setSending({ step: 'failed', error });
    }
  }, []);

  return { sending, send, cancel };
}

/** The import that was made for the same before, while it takes the file; else a new one, in the place of that. */
async function targetFor(
  wanted: Pick<Target, 'content' | 'withCredentials'>,
  before: Target | undefined,
): Promise<Target> {
  const { content, withCredentials } = wanted;
  const now = Date.now();
  if (before?.content === content && before.withCredentials === withCredentials && before.until > now) return before;
  if (before) await ask(CancelDeviceImportDocument, { id: before.id });
  const { createDeviceImport } = await ask(CreateDeviceImportDocument, {
    input: { bytes: content.size, withCredentials },
  });
  const { id, uploadUrl } = createDeviceImport;
  if (uploadUrl === null) throw new Error('The import has no link for its file');
  return { id, uploadUrl, ...wanted, until: now + (IMPORT_LIMITS.minutesToUpload - 1) * 60_000 };
}
