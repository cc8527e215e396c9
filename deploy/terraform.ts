import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { isThere } from './is-there.ts';

const Version = v.object({ terraform_version: v.string() });
const Outputs = v.record(v.string(), v.object({ value: v.unknown() }));

export interface TerraformOptions {
  /** The root module's folder. */
  folder: string;
  environment: string;
  pluginDirectory: string | undefined;
  /** Settings over those of the environment's file, as the command line has them. */
  settings?: Readonly<Record<string, string>>;
  /** Environment variables for Terraform and its provider, over those of this process; undefined is for none. */
  variables?: Readonly<Record<string, string | undefined>>;
  /** Is told the process that applies: it outlives this one where this one is killed. */
  onApply?: (pid: number) => void;
}

/** Terraform's root module for one environment. Its state is a workspace of the environment's name, and its working data a folder of that name. */
export interface Terraform {
  /** Gets ready: providers, state, workspace. Creates nothing but the empty workspace. */
  init(): Promise<void>;
  /** Plans, and shows the plan. @returns whether there is anything to change */
  plan(options?: { destroy?: boolean }): Promise<boolean>;
  /** What was planned last, as `terraform show -json` has it. */
  planned(): Promise<unknown>;
  /** Does what was planned last. */
  apply(): Promise<void>;
  /** The outputs of what was applied last, by name; none where nothing is deployed. */
  outputs(): Promise<Record<string, unknown>>;
  /** Shows the outputs. */
  showOutputs(): Promise<void>;
  /** Forgets the plan: it holds every setting. */
  forgetPlan(): Promise<void>;
}

export function terraformOf({
  folder,
  environment,
  pluginDirectory,
  settings = {},
  variables = {},
  onApply,
}: TerraformOptions): Terraform {
  // Two environments of one checkout share neither backend, nor workspace, nor plan.
  const data = join('.terraform', 'environments', environment);
  const plan = join(data, 'sonde.tfplan');
  const variableFile = join('environments', `${environment}.tfvars`);
  const given = Object.entries(settings).map(([name, value]) => `-var=${name}=${value}`);
  const backend = join('environments', `${environment}.tfbackend`);
  const run = (args: string[], show: boolean, onStart?: (pid: number) => void): Promise<Ended> =>
    terraform(args, { folder, variables: { ...variables, TF_DATA_DIR: data }, show, onStart });

  return {
    async init() {
      await mkdir(join(folder, data), { recursive: true });
      const args = ['init', '-input=false', '-no-color'];
      if (await isThere(join(folder, backend))) args.push(`-backend-config=${backend}`);
      if (pluginDirectory !== undefined) args.push(`-plugin-dir=${pluginDirectory}`);
      expectSuccess(await run(args, false), hintsOfInit(environment));
      expectSuccess(await run(['workspace', 'select', '-or-create', environment], false));
    },
    async plan({ destroy = false } = {}) {
      const args = [
        'plan',
        '-input=false',
        '-detailed-exitcode',
        `-var-file=${variableFile}`,
        ...given,
        `-out=${plan}`,
      ];
      if (destroy) args.push('-destroy');
      const ended = await run(args, true);
      // 2 says that the plan has changes. Source: Terraform CLI, "Command: plan".
      if (ended.code === 2) return true;
      expectSuccess(ended);
      return false;
    },
    async planned() {
      const { stdout } = expectSuccess(await run(['show', '-json', plan], false));
      return JSON.parse(stdout) as unknown;
    },
    async apply() {
      expectSuccess(await run(['apply', '-input=false', plan], true, onApply));
    },
    async outputs() {
      const { stdout } = expectSuccess(await run(['output', '-json'], false));
      const outputs = v.parse(Outputs, JSON.parse(stdout));
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    },
    async showOutputs() {
      expectSuccess(await run(['output'], true));
    },
    async forgetPlan() {
      await rm(join(folder, plan), { force: true });
    },
  };
}

/** The version of the Terraform in PATH, such as `1.11.4`; undefined where there is none. */
export async function terraformVersion(): Promise<string | undefined> {
  try {
    const { stdout } = expectSuccess(
      await terraform(['version', '-json'], { folder: '.', variables: {}, show: false }),
    );
    return v.parse(Version, JSON.parse(stdout)).terraform_version;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

interface Ended {
  command: string;
  code: number | null;
  /** Empty where it was shown. */
  stdout: string;
  stderr: string;
}

/** @throws Error with code ENOENT where there is no Terraform */
async function terraform(
  args: string[],
  {
    folder,
    variables,
    show,
    onStart,
  }: {
    folder: string;
    variables: Readonly<Record<string, string | undefined>>;
    show: boolean;
    onStart?: ((pid: number) => void) | undefined;
  },
): Promise<Ended> {
  const child = spawn('terraform', args, {
    cwd: folder,
    env: { ...environmentOf(process.env), ...variables },
    stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) onStart?.(child.pid);
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  // Ctrl-C reaches Terraform too, which ends in order and says so: what it has begun must be in its state.
  const wait = (): void => undefined;
  process.on('SIGINT', wait);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    return { command: `terraform ${args[0] ?? ''}`, code, ...output };
  } finally {
    process.off('SIGINT', wait);
  }
}

function environmentOf(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', ...variables };
  // A workspace or arguments from outside would be those of another environment.
  delete environment.TF_WORKSPACE;
  // Terraform warns of a missing file at every command.
  if (environment.TF_CLI_CONFIG_FILE !== undefined && !existsSync(environment.TF_CLI_CONFIG_FILE))
    delete environment.TF_CLI_CONFIG_FILE;
  return environment;
}

function expectSuccess(ended: Ended, hint: (output: string) => string | undefined = () => undefined): Ended {
  if (ended.code === 0) return ended;
  const output = `${ended.stdout}${ended.stderr}`;
  const advice = hint(output);
  // What went well before the error is of no interest.
  const shown = output.slice(Math.max(0, output.search(/^Error:/m))).trim();
  throw new Error([`${ended.command} failed.`, shown, advice].filter(Boolean).join('\n\n'));
}

function hintsOfInit(environment: string): (output: string) => string | undefined {
  return (output) => {
    if (/Failed to (query available|install|resolve) provider/.test(output))
      return 'The provider hashicorp/aws cannot be had. Where its registry is out of reach, TF_PLUGIN_DIR names a folder that mirrors it.';
    if (
      /Backend (initialization required|configuration changed|type changed)|-migrate-state|state migration/i.test(
        output,
      )
    )
      return `The state of ${environment} is kept elsewhere now. To move it there, as docs/deploy.md says under "Keep the state remotely":\n  cd terraform && TF_DATA_DIR=.terraform/environments/${environment} terraform init -migrate-state -backend-config=environments/${environment}.tfbackend`;
    return undefined;
  };
}
