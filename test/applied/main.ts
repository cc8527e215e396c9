import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startVitest } from 'vitest/node';
import { terraformProblems } from '../../deploy/preflight.ts';
import { terraformVersion } from '../../deploy/terraform.ts';
import { initArguments, runTerraform } from '../support/terraform.ts';

/** `make test-apply`: skipped, which it says, where Terraform or its provider cannot be had; with CI=true that is a failure. */
const reason = await whyNot();
if (reason === undefined) {
  const vitest = await startVitest('test', [], {
    run: true,
    watch: false,
    config: resolve(import.meta.dirname, '../../vitest.applied.config.ts'),
  });
  await vitest.close();
} else if (process.env.CI === 'true') {
  process.stderr.write(`failed: ${reason}, and CI must not skip the test of Terraform's apply\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(`skipped: ${reason}\n`);
}

async function whyNot(): Promise<string | undefined> {
  const problems = terraformProblems({ terraformVersion: await terraformVersion() });
  if (problems.length > 0) return problems.join(' ');
  const folder = await mkdtemp(join(tmpdir(), 'sonde-'));
  try {
    await writeFile(
      join(folder, 'main.tf'),
      'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n    }\n  }\n}\n',
    );
    const { code, output } = await runTerraform(initArguments(), { folder });
    if (code === 0) return undefined;
    if (/Failed to (query available|install|resolve) provider/.test(output))
      return 'the provider hashicorp/aws cannot be had (TF_PLUGIN_DIR may name a folder that mirrors it)';
    throw new Error(output);
  } finally {
    await rm(folder, { recursive: true });
  }
}
