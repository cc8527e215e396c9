import { mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What Terraform keeps in its working folder, and tests: the laptop has its own, or none. */
const LEFT_OUT = /^(\.|terraform\.tfstate|tests$|testing$)/;
const BACKEND = /^\s*backend\s+"/m;

/**
 * A folder from which Terraform works on this machine: each file and folder of the root module, by links, but without where its state is kept
 * remotely. State and working data stay in the folder; nothing is written beside the module.
 * @param folder is made; links of before are made anew
 * @param root folder of the root module
 * @param dist what `make build` wrote, which the root module looks for beside its own folder
 * @returns the folder to work from
 */
export async function linkRoot(folder: string, { root, dist }: { root: string; dist: string }): Promise<string> {
  const linked = join(folder, 'root');
  await mkdir(linked, { recursive: true });
  await linkTo(dist, join(folder, 'dist'));
  for (const entry of await readdir(linked, { withFileTypes: true }))
    if (entry.isSymbolicLink()) await rm(join(linked, entry.name));
  for (const entry of await readdir(root, { withFileTypes: true })) {
    const source = join(root, entry.name);
    if (LEFT_OUT.test(entry.name)) continue;
    if (entry.isFile() && BACKEND.test(await readFile(source, 'utf8'))) continue;
    await symlink(source, join(linked, entry.name));
  }
  return linked;
}

async function linkTo(target: string, path: string): Promise<void> {
  await rm(path, { force: true });
  await symlink(target, path);
}
