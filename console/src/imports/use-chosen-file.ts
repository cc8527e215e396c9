import { useCallback, useRef, useState } from 'react';
import { IMPORT_LIMITS } from '../../../schema/limits.ts';
import { checkApart } from './check/check-apart.ts';
import type { CheckedFile } from './check/check-file.ts';
import type { FileFault } from './check/faults.ts';

/** The file that somebody has chosen, and what is known of it. */
export type Chosen = { file: File } & (
  | { step: 'reading' }
  | { step: 'unreadable'; error: unknown }
  | { step: 'refused'; fault: FileFault }
  | {
      step: 'checked';
      checked: CheckedFile;
      /** What was checked, and nothing else, is uploaded: the file may be changed meanwhile. */
      content: Blob;
      /** Tells one choice from the next. */
      key: number;
    }
);

/** The file that was chosen last, and how to choose another. */
export function useChosenFile(): [Chosen | undefined, (file: File) => void] {
  const [chosen, setChosen] = useState<Chosen>();
  const latest = useRef(0);
  const choose = useCallback((file: File) => {
    const key = ++latest.current;
    const tell = (known: Chosen): void => {
      if (latest.current === key) setChosen(known);
    };
    tell({ step: 'reading', file });
    readChosen(file, key).then(tell, (error: unknown) => {
      tell({ step: 'unreadable', file, error });
    });
  }, []);
  return [chosen, choose];
}

async function readChosen(file: File, key: number): Promise<Chosen> {
  if (file.size > IMPORT_LIMITS.bytes) return { step: 'refused', file, fault: { kind: 'tooLarge', bytes: file.size } };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const checked = await checkApart(bytes);
  if ('fault' in checked) return { step: 'refused', file, fault: checked.fault };
  return { step: 'checked', file, checked, content: new Blob([bytes], { type: 'text/csv' }), key };
}
