import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { startPaths, type Modules } from './modules.ts';
import { temporaryFolder } from './testing/project.ts';

/** Every function is bundled, twice: minutes on a busy machine. */
const TIMEOUT_MS = 180_000;
/** What a function may weigh: a start takes the longer the more code there is to read. The workers have four of AWS's clients each, and nobody waits for them. */
const MOST_BYTES_OF_OTHERS = 400_000;
const MOST_BYTES: Readonly<Record<string, number>> = {
  'functions/export.zip': 500_000,
  'functions/import-devices.zip': 500_000,
};
const projectRoot = resolve(import.meta.dirname, '..');
const run = promisify(execFile);

/** Builds as `npm run build` does, in a process of its own. */
async function build(cwd: string, TZ: string): Promise<Map<string, Buffer>> {
  const dist = join(await temporaryFolder(), 'dist');
  const tsx = pathToFileURL(join(projectRoot, 'node_modules/tsx/dist/esm/index.mjs')).href;
  const main = join(projectRoot, 'build/main.ts');
  await run(process.execPath, ['--import', tsx, main, dist], { cwd, env: { ...process.env, TZ } });
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.sort().map(async (file) => [relative(dist, file), await readFile(file)] as const)),
  );
}

describe('the build', () => {
  it(
    'writes the same bytes wherever and whenever it runs, and functions that start fast',
    { timeout: TIMEOUT_MS },
    async () => {
      const [one, other] = await Promise.all([build(tmpdir(), 'Pacific/Auckland'), build(homedir(), 'UTC')]);
      expect([...one.keys()]).toContain('functions/ingest.zip');
      expect([...one.keys()]).toEqual([...other.keys()]);
      for (const [file, bytes] of one) expect(bytes.equals(other.get(file)!), file).toBe(true);

      const text = one.get('api.json')!.toString() + one.get('functions.json')!.toString();
      expect(text).not.toContain(projectRoot);

      for (const [file, bytes] of one) {
        if (!file.endsWith('.zip')) continue;
        const modules = textsOf(bytes);
        for (const path of startPaths(modules)) {
          const size = path.reduce((sum, name) => sum + Buffer.byteLength(modules[name]!), 0);
          expect(size, `${file}: ${path.join()}`).toBeLessThan(MOST_BYTES[file] ?? MOST_BYTES_OF_OTHERS);
        }
        const central = { date: '1980-01-01', time: 0, mode: 0o100644 };
        expect(centralDirectoryOf(bytes), file).toEqual(Object.keys(modules).map((name) => ({ name, ...central })));
      }
    },
  );
});

function textsOf(zip: Buffer): Modules {
  return Object.fromEntries(
    Object.entries(unzipSync(zip)).map(([name, code]) => [name, new TextDecoder().decode(code)]),
  );
}

/** What the directory of a zip without extra fields says of its files: APPNOTE.TXT, "Central directory header" and "End of central directory record". */
function centralDirectoryOf(zip: Buffer) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const entries = [];
  let header = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const nameEnd = header + 46 + zip.readUInt16LE(header + 28);
    const date = zip.readUInt16LE(header + 14);
    const [year, month, day] = [1980 + (date >> 9), (date >> 5) & 15, date & 31];
    entries.push({
      name: zip.toString('utf8', header + 46, nameEnd),
      date: `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
      time: zip.readUInt16LE(header + 12),
      mode: zip.readUInt32LE(header + 38) >>> 16,
    });
    header = nameEnd;
  }
  return entries;
}
