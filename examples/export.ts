import { basename, join } from 'node:path';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RequestExportInput } from '../schema/generated/types.ts';
import { configure, request, signInAs, subscribe } from './client.ts';
import type { ExportFieldsFragment } from './generated/documents.ts';
import { ExportDocument, OnExportDocument, RequestExportDocument } from './generated/documents.ts';
import { endingCommand, readOutputs } from './node.ts';

type Export = ExportFieldsFragment;

const FOLDER = 'exports';
const DAY = 86_400_000;

/**
 * Asks for an export as whoever is signed in, and resolves with it when it has ended.
 * @param onChange is told each time that it changes
 */
export async function makeExport(input: RequestExportInput, onChange: (now: Export) => void): Promise<Export> {
  const seen: Export[] = [];
  let arrived = (): void => undefined;
  // Before it is asked for, so that nothing of it can be missed.
  const subscription = await subscribe(OnExportDocument, {}, ({ onExport }) => {
    if (onExport) seen.push(onExport.export);
    arrived();
  });
  try {
    const { requestExport } = await request(RequestExportDocument, { input });
    onChange(requestExport);
    for (let version = requestExport.version; ;) {
      const next = seen.find((each) => each.id === requestExport.id && each.version > version);
      if (next) {
        version = next.version;
        onChange(next);
        if (hasEnded(next)) return next;
      } else {
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
    }
  } finally {
    subscription.unsubscribe();
  }
}

/** Downloads the files of an export. @returns where they are */
export async function download(id: string, folder: string): Promise<string[]> {
  // A link is good for 5 minutes: it is asked for when it is needed.
  const { export: found } = await request(ExportDocument, { id });
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const { name, url } of found?.files ?? []) {
    const { body, ok, status } = await fetch(url ?? '');
    if (!ok || !body) throw new Error(`${name} could not be downloaded: ${status}`);
    const path = join(folder, basename(name));
    await pipeline(Readable.fromWeb(body), createWriteStream(path));
    paths.push(path);
  }
  return paths;
}

function hasEnded({ status }: Export): boolean {
  return status !== 'QUEUED' && status !== 'RUNNING';
}

if (process.argv[1] === import.meta.filename) {
  await endingCommand(async () => {
    configure(await readOutputs());
    await signInAs('operator@demo.example', 'Sonde-demo-1');
    const now = Date.now();
    const period = { from: new Date(now - 365 * DAY).toISOString(), to: new Date(now).toISOString() };
    const ended = await makeExport(period, ({ status, progress }) => {
      console.log(status, `${progress} %`);
    });
    if (ended.error) throw new Error(ended.error.message);
    for (const path of await download(ended.id, FOLDER)) console.log(`${path}: ${ended.rows} rows`);
    console.log('The same by mail: see the mailbox.');
  });
}
