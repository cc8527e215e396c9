import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { deviceAccess, type DeviceAccess } from './device-access.ts';
import { environmentsIn, gatherFacts, readEnvironment } from './facts.ts';
import { isThere } from './is-there.ts';
import { consentToLoss, lossNotice, lossProblem, lostReadings, type LostTable } from './lost-readings.ts';
import { amplifyOutputs, leftToPeople } from './outputs.ts';
import { problemsOf, protectionProblem, terraformProblems } from './preflight.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { terraformOf, terraformVersion, type Terraform } from './terraform.ts';

/** The root module. */
export const TERRAFORM = resolve(import.meta.dirname, '../terraform');

type Command = (settings: Settings, terminal: Terminal) => Promise<void>;

/** Shows what `deploy` would do. */
export const plan: Command = async (settings, terminal) => {
  const terraform = await readyToPlan(settings);
  try {
    if (await terraform.plan()) {
      const notice = lossNotice(settings.environment, lostReadings(await terraform.planned()));
      if (notice !== undefined) terminal.say(`\n${notice}`);
      terminal.say(`\nNothing was changed. To do this: make deploy ENV=${settings.environment}`);
    }
  } finally {
    await terraform.forgetPlan();
  }
};

/** Makes AWS what the checkout says, once a person has agreed to the plan; then says what is left to people. */
export const deploy: Command = async (settings, terminal) => {
  const { environment } = settings;
  expectConsent(settings, terminal);
  const terraform = await readyToPlan(settings);
  try {
    if (await terraform.plan()) {
      const lost = await expectNoProtectedLoss(terraform, settings, terminal);
      await consent(settings, terminal, `Deploy this to ${environment}?`, 'yes');
      await consentToLoss(lost, settings, terminal);
      await terraform.apply();
    }
  } finally {
    await terraform.forgetPlan();
  }
  terminal.say(`\n${environment} is deployed.\n\n${leftToPeople(environment, await terraform.outputs())}`);
};

/** Removes an environment with all its data, and what devices connect by, once a person has typed its name. */
export const destroy: Command = async (settings, terminal) => {
  const { environment } = settings;
  expectConsent(settings, terminal);
  const terraform = await readyToPlan(settings);
  const values = await terraform.outputs();
  const { deletion_protection: deployed } = values;
  const setting = (await readEnvironment(TERRAFORM, environment, process.env)).deletion_protection;
  const problem = protectionProblem(environment, setting, deployed);
  if (problem !== undefined) throw new Error(problem);
  try {
    if (!(await terraform.plan({ destroy: true }))) {
      terminal.say(`\nThere is nothing of ${environment} to destroy.`);
      return;
    }
    const devices = deviceAccess(values);
    await tellOf(devices, terminal);
    await consent(settings, terminal, `Destroy ${environment}, and all its data, for ever?`, environment);
    // First: neither the policy nor the type of devices can go before.
    await devices?.remove((text) => {
      terminal.say(text);
    });
    await terraform.apply();
  } finally {
    await terraform.forgetPlan();
  }
  terminal.say(`\n${environment} is destroyed.`);
};

/** Says what goes that no plan shows. */
async function tellOf(devices: DeviceAccess | undefined, terminal: Terminal): Promise<void> {
  const { certificates = 0, things = 0 } = (await devices?.count()) ?? {};
  if (certificates + things === 0) return;
  terminal.say(
    `\nBeside that, what was made at run time goes: ${things.toLocaleString('en')} devices in AWS IoT, and ${certificates.toLocaleString('en')} certificates, with which none of them can connect any more.`,
  );
}

/** Shows the outputs of an environment, and writes the configuration of front ends where it is asked for. */
export const outputs: Command = async (settings, terminal) => {
  const terraform = await readyToRead(settings);
  const values = await deployedOutputs(terraform, settings.environment);
  await terraform.showOutputs();
  const { amplifyOutputs: file } = settings;
  if (file === undefined) return;
  await writeFile(file, amplifyOutputs(values));
  terminal.say(`\n${file} is what a front end gives to Amplify.configure().`);
};

/**
 * The outputs of an environment.
 * @throws Error where it is not deployed
 */
export async function deployedOutputs(terraform: Terraform, environment: string): Promise<Record<string, unknown>> {
  const values = await terraform.outputs();
  if (Object.keys(values).length === 0)
    throw new Error(`${environment} is not deployed, as far as its state says: make deploy ENV=${environment}`);
  return values;
}

/** For what only reads the state. */
export async function readyToRead({ environment, pluginDirectory }: Settings): Promise<Terraform> {
  const problems = terraformProblems({ terraformVersion: await terraformVersion() });
  if (!(await isThere(join(TERRAFORM, 'environments', `${environment}.tfvars`))))
    problems.push(
      `There is no terraform/environments/${environment}.tfvars; there are ${(await environmentsIn(TERRAFORM)).join(', ')}.`,
    );
  return initialized(problems, { environment, pluginDirectory });
}

async function readyToPlan({ environment, pluginDirectory }: Settings): Promise<Terraform> {
  const problems = problemsOf(await gatherFacts(TERRAFORM, environment, process.env));
  return initialized(problems, { environment, pluginDirectory });
}

async function initialized(
  problems: readonly string[],
  options: Pick<Settings, 'environment' | 'pluginDirectory'>,
): Promise<Terraform> {
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const terraform = terraformOf({ folder: TERRAFORM, ...options });
  await terraform.init();
  return terraform;
}

/**
 * Says which readings the plan would destroy.
 * @throws Error where they are protected
 */
async function expectNoProtectedLoss(
  terraform: Terraform,
  { environment }: Settings,
  terminal: Terminal,
): Promise<LostTable[]> {
  const lost = lostReadings(await terraform.planned());
  const notice = lossNotice(environment, lost);
  if (notice === undefined) return lost;
  terminal.say(`\n${notice}`);
  const problem = lossProblem(environment, lost, (await terraform.outputs()).deletion_protection);
  if (problem !== undefined) throw new Error(problem);
  return lost;
}

/** Where nobody can be asked, it is better to know before minutes of planning. */
export function expectConsent({ yes }: Settings, { confirm }: Terminal): void {
  if (!yes && confirm === undefined)
    throw new Error('Nobody can be asked here whether to go ahead: run it in a terminal, or give YES=1.');
}

/** @throws Error unless a person agrees, or has agreed already */
export async function consent({ yes }: Settings, { confirm }: Terminal, question: string, word: string): Promise<void> {
  if (yes || (await confirm?.(question, word)) === true) return;
  throw new Error('Nothing was changed.');
}
