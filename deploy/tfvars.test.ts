import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTfvars } from './tfvars.ts';

describe('readTfvars', () => {
  it('reads plain values', () => {
    expect(
      readTfvars(
        [
          '# of the team',
          'environment = "dev"',
          'region="eu-west-1" # Ireland',
          'deletion_protection   = false // as it is for trying things out',
          'export_days = 7',
          'alarm_email = null',
          '# mail_from = "sonde@example.com"',
          '',
        ].join('\r\n'),
      ),
    ).toEqual({
      environment: 'dev',
      region: 'eu-west-1',
      deletion_protection: false,
      export_days: 7,
      alarm_email: null,
    });
  });

  it('leaves what is not plain to Terraform', () => {
    const text = 'reserved_concurrency = {\n  export = 2\n}\nlist = ["a", "b"]\nescaped = "a\\nb"\nbroken = "a\n';
    expect(readTfvars(text)).toEqual({ reserved_concurrency: null, list: null, escaped: null, broken: null });
  });

  it('reads every environment of this checkout', async () => {
    const folder = resolve(import.meta.dirname, '../terraform/environments');
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.tfvars'))) {
      const settings = readTfvars(await readFile(join(folder, file), 'utf8'));
      expect(settings.environment).toBe(file.replace('.tfvars', ''));
      expect(settings.deletion_protection).toBeTypeOf('boolean');
    }
  });
});
