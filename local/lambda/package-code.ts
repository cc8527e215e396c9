import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { unzipSync } from 'fflate';
import { AwsError } from '../shared/aws-error.ts';

export interface CodePackage {
  /** SHA-256 of the zip in base64, as `CodeSha256` has it. */
  sha256: string;
  /** Bytes of the zip. */
  size: number;
}

/**
 * Unpacks a function's zip into a folder of `directory` named by its hash, unless it is there already.
 * @throws AwsError `InvalidParameterValueException` for what is not a zip, or has paths that leave the folder
 */
export async function unpack(zip: Uint8Array, directory: string): Promise<CodePackage> {
  const digest = createHash('sha256').update(zip).digest();
  const target = codeFolder(directory, digest.toString('base64'));
  const code = { sha256: digest.toString('base64'), size: zip.length };
  if (await exists(target)) return code;
  const files = entriesOf(zip);
  await mkdir(directory, { recursive: true });
  // Renamed into place when it is whole, so that a crash leaves no half of a function.
  const temporary = await mkdtemp(join(directory, 'unpacking-'));
  for (const [path, bytes] of files) {
    const file = join(temporary, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  try {
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true });
    if (!(await exists(target))) throw error;
  }
  return code;
}

export function codeFolder(directory: string, sha256: string): string {
  return join(directory, Buffer.from(sha256, 'base64').toString('hex'));
}

/** The file of a handler such as `index.handler`, which need not exist, and its export. */
export async function findHandler(folder: string, handler: string): Promise<{ file: string; exportName: string }> {
  const dot = handler.lastIndexOf('.');
  const candidates = ['.mjs', '.js', '.cjs'].map((extension) => join(folder, `${handler.slice(0, dot)}${extension}`));
  const found = await Promise.all(candidates.map(exists));
  const file = candidates[Math.max(found.indexOf(true), 0)] ?? folder;
  return { file, exportName: handler.slice(dot + 1) };
}

/** Removes what no function uses any more, and what a crash left half unpacked. */
export async function removeUnused(directory: string, used: readonly string[]): Promise<void> {
  await mkdir(directory, { recursive: true });
  const kept = new Set(used.map((sha256) => codeFolder(directory, sha256)));
  for (const name of await readdir(directory)) {
    const folder = join(directory, name);
    if (!kept.has(folder)) await rm(folder, { recursive: true });
  }
}

function entriesOf(zip: Uint8Array): [path: string, bytes: Uint8Array][] {
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(zip);
  } catch (cause) {
    throw invalidZip(cause);
  }
  const files = Object.entries(entries).filter(([path]) => !path.endsWith('/'));
  for (const [path] of files) {
    const normal = normalize(path);
    if (normal.startsWith('..') || normal.startsWith(sep) || path.includes('\\')) throw invalidZip(path);
  }
  if (files.length === 0) throw new AwsError('InvalidParameterValueException', 'Uploaded file must be a non-empty zip');
  return files;
}

function invalidZip(cause: unknown): AwsError {
  const error = new AwsError(
    'InvalidParameterValueException',
    'Could not unzip uploaded file. Please check your file, then try to upload again.',
  );
  error.cause = cause;
  return error;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
