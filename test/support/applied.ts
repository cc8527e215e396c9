import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { inject } from 'vitest';
import { openApplied } from '../../local/apply/applied.ts';
import { linkRoot } from '../../local/apply/root.ts';
import { awsVariables, localSettings } from '../../local/apply/variables.ts';
import { startPlatform, type Platform } from '../../local/stack/platform.ts';
import { removeAllRows } from './tables.ts';
import { expectNone, runSonde, type Sonde } from './running.ts';
import { initArguments, runTerraform, succeed, type Ended } from './terraform.ts';

/** The root module, applied to a Sonde. */
export interface Applied {
  readonly sonde: Sonde;
  /** The folder that Terraform works from. */
  readonly folder: string;
  /** The copy of what was built that Terraform deploys, for tests that change it. */
  readonly dist: string;
  /** Runs Terraform there, or in another folder, on the root module's variables unless others are given. */
  terraform(args: readonly string[], folder?: string): Promise<Ended>;
  /** What `apply` said. */
  readonly said: string;
}

declare global {
  var appliedSonde: Promise<Applied> | undefined;
}

/** Made once: the files of a run share their worker. */
export function applied(): Promise<Applied> {
  globalThis.appliedSonde ??= apply();
  return globalThis.appliedSonde;
}

/** The Sonde that Terraform made, for one test file, which leaves neither people nor rows to the next. */
export async function appliedSonde(): Promise<Sonde> {
  const { sonde } = await applied();
  return Object.create(sonde, {
    close: {
      value: async () => {
        sonde.time.ahead = 0;
        await empty(sonde);
        expectNone(sonde.errors.splice(0));
      },
    },
  }) as Sonde;
}

async function empty(sonde: Sonde): Promise<void> {
  const { cognito } = sonde.services;
  const { userPoolId: UserPoolId } = sonde.addresses;
  const { Users } = v.parse(Pool, await cognito.call('ListUsers', { UserPoolId }));
  for (const { Username } of Users) await cognito.call('AdminDeleteUser', { UserPoolId, Username });
  await removeAllRows(sonde);
  const { UserPools } = v.parse(Pools, await cognito.call('ListUserPools', { MaxResults: 60 }));
  for (const { Id } of UserPools) if (Id !== UserPoolId) await cognito.call('DeleteUserPool', { UserPoolId: Id });
}

const Pools = v.object({ UserPools: v.array(v.object({ Id: v.string() })) });
const Pool = v.object({ Users: v.array(v.object({ Username: v.string() })) });

export const ROOT = resolve(import.meta.dirname, '../../terraform');
export const SETTINGS = ['-var-file=environments/local.tfvars', '-no-color', '-input=false', '-parallelism=30'];

async function apply(): Promise<Applied> {
  const directory = await mkdtemp(join(tmpdir(), 'sonde-'));
  const dist = join(directory, 'built');
  await cp(inject('dist'), dist, { recursive: true });
  const folder = await linkRoot(directory, { root: ROOT, dist });
  let awsUrl = '';
  let settings: Record<string, string> = {};
  let said = '';
  const terraform = (args: readonly string[], at = folder) =>
    runTerraform(args, { folder: at, variables: { ...awsVariables(awsUrl), ...asVariables(settings) } });

  const open = async (platform: Platform) => {
    awsUrl = platform.awsUrl;
    settings = localSettings({ siteUrl: platform.siteUrl, awsUrl, mqttsPort: platform.services.iot.tlsPort });
    if (said === '') said = await firstApply(terraform);
    const { output } = await terraform(['output', '-json']);
    return openApplied(platform, v.parse(Values, JSON.parse(output)));
  };
  const sonde = await runSonde(directory, async (options) => {
    const platform = await startPlatform({ ...options, directory });
    try {
      return await open(platform);
    } catch (error) {
      await platform.close();
      throw error;
    }
  });
  return { sonde, folder, dist, terraform, said };
}

/** Settings as environment variables. Source: Terraform CLI, "Environment Variables: TF_VAR_name". */
function asVariables(settings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [`TF_VAR_${name}`, value]));
}

const Values = v.pipe(
  v.record(v.string(), v.object({ value: v.unknown() })),
  v.transform((outputs) => Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]))),
);

async function firstApply(terraform: (args: readonly string[]) => Promise<Ended>): Promise<string> {
  await succeed(terraform(initArguments()));
  return succeed(terraform(['apply', '-auto-approve', ...SETTINGS]));
}
