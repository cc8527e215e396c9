import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isThere } from './is-there.ts';
import type { Facts } from './preflight.ts';
import { LOCAL } from './settings.ts';
import { readTfvars, type Setting } from './tfvars.ts';
import { terraformVersion } from './terraform.ts';

const ARTIFACTS = ['api.json', 'functions.json'];

type Variables = Readonly<Record<string, string | undefined>>;

/** Looks at what a command needs; asks nothing of AWS but whose credentials there are, of this machine. */
export async function gatherFacts(folder: string, environment: string, variables: Variables): Promise<Facts> {
  const [environments, version, settings, missingArtifacts, credentials] = await Promise.all([
    environmentsIn(folder),
    terraformVersion(),
    readEnvironment(folder, environment, variables),
    missingIn(folder, variables.TF_VAR_dist_path ?? '../dist'),
    credentialsProblem(),
  ]);
  return { environment, environments, terraformVersion: version, settings, missingArtifacts, credentials };
}

/** The plain settings of an environment. A file on the command line wins over `TF_VAR_…`. Source: Terraform Language, "Input Variables: precedence". */
export async function readEnvironment(
  folder: string,
  environment: string,
  variables: Variables,
): Promise<Record<string, Setting>> {
  const settings: Record<string, Setting> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (name.startsWith('TF_VAR_') && value !== undefined) settings[name.slice('TF_VAR_'.length)] = value;
  }
  const text = await readFile(join(folder, 'environments', `${environment}.tfvars`), 'utf8').catch(unlessMissing);
  return { ...settings, ...readTfvars(text ?? '') };
}

/** The environments on AWS that have a file of settings, by name. */
export async function environmentsIn(folder: string): Promise<string[]> {
  const files = await readdir(join(folder, 'environments'));
  const names = files.filter((file) => file.endsWith('.tfvars')).map((file) => file.replace(/\.tfvars$/, ''));
  return names.filter((name) => name !== LOCAL).sort();
}

async function missingIn(folder: string, dist: string): Promise<string[]> {
  const missing = await Promise.all(
    ARTIFACTS.map(async (name) => {
      const there = await isThere(resolve(folder, dist, name));
      return there ? [] : [join(dist.replace(/^\.\.\//, ''), name)];
    }),
  );
  return missing.flat();
}

/** Where the SDK finds credentials, Terraform's provider does too: both look in the same places. */
async function credentialsProblem(): Promise<Facts['credentials']> {
  // Any Region will do: nothing is sent.
  const client = new DynamoDBClient({ region: 'us-east-1' });
  try {
    await client.config.credentials();
    return undefined;
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  } finally {
    client.destroy();
  }
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
