import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What Terraform keeps in its working folder, and tests: the laptop has its own, or none. */
const LEFT_OUT = /^(\.|terraform\.tfstate|tests$|testing$)/;
const ENVIRONMENTS = 'environments';

/** Read after all others, it stands for whatever backend or `cloud` they name. Source: Terraform's configuration language, "Override Files". */
const STATE_HERE = { file: 'zzz_local_override.tf', text: 'terraform {\n  backend "local" {}\n}\n' };

/**
 * A folder from which Terraform works on this machine: each file and folder of the root module, by links, but with its state kept there, wherever
 * the module keeps it. Nothing is written beside the module.
 * @param folder is made; links of before are made anew
 * @param root folder of the root module
 * @param dist what `make build` wrote, which the root module looks for beside its own folder
 * @returns the folder to work from
 */
export async function linkRoot(folder: string, { root, dist }: { root: string; dist: string }): Promise<string> {
  const linked = join(folder, 'root');
  await mkdir(linked, { recursive: true });
  await rm(join(folder, 'dist'), { force: true });
  await symlink(dist, join(folder, 'dist'));
  for (const entry of await readdir(linked, { withFileTypes: true }))
    if (entry.isSymbolicLink()) await rm(join(linked, entry.name));
  await linkEntries(root, linked, (name) => !LEFT_OUT.test(name) && name !== ENVIRONMENTS);
  await writeFile(join(linked, STATE_HERE.file), STATE_HERE.text);

  await rm(join(linked, ENVIRONMENTS), { recursive: true, force: true });
  await mkdir(join(linked, ENVIRONMENTS));
  await linkEntries(join(root, ENVIRONMENTS), join(linked, ENVIRONMENTS), (name) => !name.endsWith('.tfbackend'));
  return linked;
}

async function linkEntries(from: string, to: string, isWanted: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(from)) if (isWanted(name)) await symlink(join(from, name), join(to, name));
}
