import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { accessPage } from './access-page.ts';

/** Writes `access.md`, or with `--check` fails where it is not as it would be written. */
const file = join(import.meta.dirname, 'access.md');
const page = await format(accessPage(), { ...(await resolveConfig(file)), parser: 'markdown' });

if (!process.argv.includes('--check')) {
  await writeFile(file, page);
} else if ((await readFile(file, 'utf8').catch(() => '')) !== page) {
  console.error(`${relative('.', file)} is out of date: \`make codegen\` writes it anew.`);
  process.exitCode = 1;
}
