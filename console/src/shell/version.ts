import { useSyncExternalStore } from 'react';

/** Sonde does not change so often that it would be worth asking more. */
const PAUSE_MS = 60_000;

let isOutdated = false;
let lookedAt = -Infinity;
const listeners = new Set<() => void>();

/** Whether Sonde has, by now, another build of the console than the one that runs here. */
export const useIsOutdated = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isOutdated,
  );

/** Looks whether there is another build by now, unless that was done a moment ago. Where Sonde does not answer, that is for others to tell. */
export async function lookForNewVersion(): Promise<void> {
  if (isOutdated || performance.now() - lookedAt < PAUSE_MS) return;
  lookedAt = performance.now();
  const page = await pageOf().catch(() => undefined);
  if (page === undefined || scriptOf(page) === scriptOf(document)) return;
  isOutdated = true;
  for (const listener of listeners) listener();
}

/** The console's page as Sonde has it now. Rejects where Sonde cannot be reached. */
export async function pageOf(): Promise<Document> {
  const response = await fetch('/', { cache: 'no-cache' });
  if (!response.ok) throw new Error(`/: ${response.status} ${response.statusText}`);
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}

/** The address of a page's own script, whose name is another in each build. */
function scriptOf(page: Document): string | undefined {
  const address = page.querySelector('script[type=module][src]')?.getAttribute('src') ?? undefined;
  return address?.replace(/\?.*/, '');
}
