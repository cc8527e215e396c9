import { once } from 'node:events';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { TERRAFORM } from '../../deploy/commands.ts';
import { deviceAccess } from '../../deploy/device-access.ts';
import { terraformProblems } from '../../deploy/preflight.ts';
import { LOCAL } from '../../deploy/settings.ts';
import { terraformOf, terraformVersion, type Terraform } from '../../deploy/terraform.ts';
import { seedDemo } from '../demo/seed.ts';
import { greeting } from '../greeting.ts';
import { readSettings, stateDirectory, type Settings } from '../settings.ts';
import { consoleLog } from '../shared/log.ts';
import { writeOutputs } from '../stack/outputs.ts';
import type { Platform } from '../stack/platform.ts';
import { untilSignal } from '../until-signal.ts';
import { openApplied } from './applied.ts';
import { beginAfresh, forgetApplied, holdChange, rememberApplied } from './first-apply.ts';
import { expectNoneLeft, forgetProcess, rememberProcess } from './left-process.ts';
import { reachPlatform } from './reach.ts';
import { linkRoot } from './root.ts';
import { awsVariables, localSettings } from './variables.ts';

const Command = v.picklist(['plan', 'apply', 'destroy']);

/**
 * `make plan-local`, `make apply-local` and `make destroy-local`: the unedited root module, the real provider, and this machine instead of AWS. The
 * services are started, unless `make apply-local` runs them already in another terminal.
 */
async function main(command: v.InferOutput<typeof Command>): Promise<void> {
  // As on AWS: functions run in threads of this process and share its time zone.
  process.env.TZ = 'UTC';
  const problems = terraformProblems({ terraformVersion: await terraformVersion() });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const settings = readSettings(process.env);
  // Each readings store has its own, as with `make dev`.
  const directory = join(stateDirectory(settings), 'terraform');
  const ending = untilSignal();
  const changing = await holdChange(directory);
  await expectNoneLeft(directory);
  if (command === 'apply' && (await beginAfresh(directory)))
    consoleLog.info(`No apply has ended well in ${directory} yet, so this one begins afresh.`);
  const { awsUrl, platform } = await reachPlatform({ ports: settings.ports, directory, log: consoleLog });
  try {
    if (command === 'destroy' && !platform)
      throw new Error('`make apply-local` runs in another terminal: end it there first, with Ctrl-C.');
    const { ports, store } = settings;
    const addresses = platform
      ? { siteUrl: platform.siteUrl, mqttsPort: platform.services.iot.tlsPort }
      : { siteUrl: `http://127.0.0.1:${ports.graphql}`, mqttsPort: ports.mqtts };
    const terraform = await localTerraform({ directory, awsUrl, store, ...addresses });
    if (command === 'plan') await plan(terraform);
    if (command === 'destroy') await destroy(terraform, { directory, awsUrl });
    if (command === 'apply') await apply(terraform, { directory, attached: !platform });
    await changing.close();
    if (command === 'apply' && platform && !ending.aborted)
      await run(platform, { terraform, settings, directory, ending });
  } finally {
    await platform?.close();
  }
}

interface Place {
  directory: string;
  awsUrl: string;
}

async function localTerraform({
  directory,
  awsUrl,
  store,
  ...addresses
}: Place & { siteUrl: string; mqttsPort: number } & Pick<Settings, 'store'>): Promise<Terraform> {
  const folder = await linkRoot(directory, { root: TERRAFORM, dist: resolve('dist') });
  const pluginDirectory = process.env.TF_PLUGIN_DIR === '' ? undefined : process.env.TF_PLUGIN_DIR;
  const terraform = terraformOf({
    folder,
    environment: LOCAL,
    pluginDirectory,
    settings: { readings_store: store, ...localSettings({ awsUrl, ...addresses }) },
    variables: awsVariables(awsUrl),
    onApply: (pid) => {
      rememberProcess(directory, pid);
    },
  });
  await terraform.init();
  return terraform;
}

async function plan(terraform: Terraform): Promise<void> {
  try {
    await terraform.plan();
  } finally {
    await terraform.forgetPlan();
  }
}

async function destroy(terraform: Terraform, { directory, awsUrl }: Place): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  await deviceAccess(await terraform.outputs(), { endpoint: awsUrl, credentials })?.remove((text) => {
    consoleLog.info(text);
  });
  await change(terraform, directory, { destroy: true });
  await forgetApplied(directory);
}

/** @param attached whether another process runs the services, which serves what was there when it began */
async function apply(
  terraform: Terraform,
  { directory, attached }: { directory: string; attached: boolean },
): Promise<void> {
  const before = attached ? JSON.stringify(await terraform.outputs()) : undefined;
  await change(terraform, directory, { destroy: false });
  await rememberApplied(directory);
  if (before !== undefined && before !== JSON.stringify(await terraform.outputs()))
    consoleLog.info(
      '\nWhat clients are configured with has changed: end `make apply-local` in the other terminal, and start it again.',
    );
}

/** Nobody is asked: there is nothing on a laptop that another apply would not make again. */
async function change(terraform: Terraform, directory: string, options: { destroy: boolean }): Promise<void> {
  try {
    if (await terraform.plan(options)) await terraform.apply();
  } finally {
    await forgetProcess(directory);
    await terraform.forgetPlan();
  }
}

interface Running {
  terraform: Terraform;
  settings: Settings;
  /** Where the state lives. */
  directory: string;
  ending: AbortSignal;
}

/** Serves what Terraform made, with the demo in it, until it is ended. */
async function run(platform: Platform, { terraform, settings, directory, ending }: Running): Promise<void> {
  const stack = openApplied(platform, await terraform.outputs());
  await seedDemo(stack, { directory, log: consoleLog, signal: ending });
  // Where `make dev` writes it too, so that the examples find the Sonde that was started last.
  const outputs = await writeOutputs(settings.directory, stack.addresses);
  if (ending.aborted) return;
  process.stdout.write(`${greeting(stack, outputs)}
Terraform made all of this. While it runs, \`make plan-local\` and \`make apply-local\` in another terminal show and make what you changed since.
`);
  await once(ending, 'abort');
}

main(v.parse(Command, process.argv[2])).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
