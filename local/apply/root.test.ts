import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { terraformOf, terraformVersion } from '../../deploy/terraform.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { linkRoot } from './root.ts';

let directory: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ directory, remove } = await temporaryDirectory());
});
afterEach(() => remove());

/** A root module that keeps its state in a bucket, as people write it. */
async function writeRoot(files: Record<string, string>): Promise<string> {
  const root = join(directory, 'module');
  await mkdir(join(root, 'environments'), { recursive: true });
  await mkdir(join(root, '.terraform'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
  return root;
}

const FILES = {
  'main.tf':
    'resource "terraform_data" "this" { input = "made" }\noutput "made" { value = terraform_data.this.output }\n',
  'terraform.tfstate': 'of AWS',
  'environments/local.tfvars': '',
  'environments/local.tfbackend': 'bucket = "of-aws"\n',
};
const link = (root: string) => linkRoot(join(directory, 'state'), { root, dist: join(directory, 'dist') });

it('has what the module has, anew each time, and none of its state', async () => {
  const root = await writeRoot(FILES);
  await link(root);
  await writeFile(join(root, 'more.tf'), '');
  const linked = await link(root);
  expect(await readdir(linked)).toEqual(['environments', 'main.tf', 'more.tf', 'zzz_local_override.tf']);
  expect(await readdir(join(linked, 'environments'))).toEqual(['local.tfvars']);
  expect(await readFile(join(linked, 'main.tf'), 'utf8')).toBe(FILES['main.tf']);
});

// CI must not pass because a machine lacks something.
const missing = (await terraformVersion()) === undefined && process.env.CI !== 'true';

it.skipIf(missing).each([
  ['a backend', 'terraform {\n  required_version = ">= 1.11"\n  backend "s3" {}\n}\n'],
  ['HCP Terraform', 'terraform {\n  cloud {\n    organization = "example"\n  }\n}\n'],
])('keeps the state of a module here that keeps it in %s', async (_where, text) => {
  const root = await writeRoot({ ...FILES, 'versions.tf': text });
  const before = await readdir(root, { recursive: true });
  const terraform = terraformOf({ folder: await link(root), environment: 'local', pluginDirectory: undefined });
  await terraform.init();
  await terraform.plan();
  await terraform.apply();
  expect(await terraform.outputs()).toEqual({ made: 'made' });
  expect(await readdir(root, { recursive: true })).toEqual(before);
});
