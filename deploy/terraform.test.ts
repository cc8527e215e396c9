import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../local/shared/testing/temporary-directory.ts';
import { terraformOf, terraformVersion } from './terraform.ts';

/** Needs no provider: `terraform_data` is Terraform's own. */
const MODULE = `
variable "environment" { type = string }
resource "terraform_data" "this" { input = var.environment }
output "environment" { value = terraform_data.this.output }
output "name" { value = "sonde-\${var.environment}" }
`;
const BACKEND = 'terraform {\n  backend "local" {}\n}\n';

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ directory: folder, remove } = await temporaryDirectory());
  await writeFile(join(folder, 'main.tf'), MODULE);
  await mkdir(join(folder, 'environments'));
  for (const name of ['dev', 'prod'])
    await writeFile(join(folder, `environments/${name}.tfvars`), `environment = "${name}"\n`);
});
afterEach(() => remove());

const of = (environment: string) => terraformOf({ folder, environment, pluginDirectory: undefined });

// CI must not pass because a machine lacks something.
const missing = (await terraformVersion()) === undefined && process.env.CI !== 'true';

describe.skipIf(missing)('Terraform for several environments of one checkout', () => {
  async function deploy(environment: string): Promise<void> {
    const terraform = of(environment);
    await terraform.init();
    expect(await terraform.plan()).toBe(true);
    await terraform.apply();
  }

  it('plans, applies, and finds nothing more to do; destroys one, and leaves the other', async () => {
    await deploy('dev');
    await deploy('prod');
    expect(await of('dev').outputs()).toEqual({ environment: 'dev', name: 'sonde-dev' });
    expect(await of('prod').outputs()).toEqual({ environment: 'prod', name: 'sonde-prod' });
    expect(await of('dev').plan()).toBe(false);

    expect(await of('dev').plan({ destroy: true })).toBe(true);
    await of('dev').apply();
    expect(await of('dev').outputs()).toEqual({});
    expect(await of('prod').outputs()).toMatchObject({ environment: 'prod' });
  });

  it('keeps no plan, which holds the settings', async () => {
    await deploy('dev');
    await of('dev').forgetPlan();
    expect(await readdir(join(folder, '.terraform/environments/dev'))).not.toContain('sonde.tfplan');
  });

  it('says what it has planned, and takes a setting over that of the file', async () => {
    await deploy('dev');
    const changed = terraformOf({
      folder,
      environment: 'dev',
      pluginDirectory: undefined,
      settings: { environment: 'else' },
    });
    expect(await changed.plan()).toBe(true);
    expect(await changed.planned()).toMatchObject({
      resource_changes: [{ address: 'terraform_data.this', change: { actions: ['update'], before: { input: 'dev' } } }],
    });
  });

  async function keepElsewhere(): Promise<void> {
    await writeFile(join(folder, 'backend.tf'), BACKEND);
    for (const name of ['dev', 'prod'])
      await writeFile(
        join(folder, `environments/${name}.tfbackend`),
        `path = "${name}/its.tfstate"\nworkspace_dir = "${name}"\n`,
      );
  }

  it("takes each environment's own backend", async () => {
    await keepElsewhere();
    await deploy('dev');
    await deploy('prod');
    expect(await of('dev').outputs()).toMatchObject({ environment: 'dev' });
    expect(await readdir(join(folder, 'dev/dev'))).toContain('terraform.tfstate');
    expect(await readdir(join(folder, 'prod/prod'))).toContain('terraform.tfstate');
  });

  it('says how the state gets to a new backend, and moves nothing by itself', async () => {
    await deploy('dev');
    await keepElsewhere();
    await expect(of('dev').init()).rejects.toThrow(
      'TF_DATA_DIR=.terraform/environments/dev terraform init -migrate-state -backend-config=environments/dev.tfbackend',
    );
  });

  it('says what Terraform said', async () => {
    await writeFile(join(folder, 'main.tf'), 'resource "terraform_data" {');
    await expect(of('dev').init()).rejects.toThrow(/^terraform init failed\.\n\nError: /);
  });
});
