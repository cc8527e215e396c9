import type { Setting } from './tfvars.ts';

/** Oldest Terraform that the configuration takes, as terraform/versions.tf has it. */
const OLDEST_TERRAFORM = [1, 11] as const;

/** What a command finds before it does anything. */
export interface Facts {
  environment: string;
  /** The environments on AWS that have a file of settings. */
  environments: readonly string[];
  /** Its version, or undefined where there is none. */
  terraformVersion: string | undefined;
  /** The settings of the environment's file, over those of `TF_VAR_…`. */
  settings: Readonly<Record<string, Setting>>;
  /** Which of the files that `make build` writes are missing. */
  missingArtifacts: readonly string[];
  /** Why there are no credentials of AWS, if so. */
  credentials: { missing: string } | undefined;
}

/** What must be put right before Terraform is worth starting, each with what to do. What a setting may be is checked by the configuration's own variables. */
export function problemsOf(facts: Facts): string[] {
  const { environment, environments, settings, missingArtifacts, credentials } = facts;
  const file = `terraform/environments/${environment}.tfvars`;
  const problems = terraformProblems(facts);
  if (missingArtifacts.length > 0)
    problems.push(
      `${missingArtifacts.join(' and ')} ${missingArtifacts.length > 1 ? 'are' : 'is'} missing: run \`make build\`.`,
    );
  if (!environments.includes(environment)) {
    problems.push(
      `There is no ${file}: copy one that is there (${environments.join(', ')}), and set \`environment = "${environment}"\` in it.`,
    );
    return problems;
  }
  if (settings.environment !== environment)
    problems.push(
      `${file} says \`environment = ${JSON.stringify(settings.environment ?? null)}\`, after which everything would be named: make it "${environment}".`,
    );
  if (!isSet(settings.region))
    problems.push(`The Region is not set: write \`region = "eu-west-1"\`, or another, into ${file}.`);
  if (!isSet(settings.mail_from))
    problems.push(
      `The address that e-mails come from is not set: write \`mail_from = "sonde@example.com"\`, with an address of yours, into ${file}, or export TF_VAR_mail_from.`,
    );
  if (credentials)
    problems.push(
      `There are no credentials of AWS (${credentials.missing}). Sign in to the account of ${environment}, such as by \`aws sso login\`, and export AWS_PROFILE.`,
    );
  return problems;
}

/** What keeps Terraform from running at all. */
export function terraformProblems({ terraformVersion }: Pick<Facts, 'terraformVersion'>): string[] {
  const wanted = OLDEST_TERRAFORM.join('.');
  if (terraformVersion === undefined)
    return [
      `Terraform is not installed, or not in PATH: install ${wanted} or later, https://developer.hashicorp.com/terraform/install.`,
    ];
  return isOlder(terraformVersion) ? [`Terraform is ${terraformVersion}: install ${wanted} or later.`] : [];
}

/**
 * Why the environment must not be destroyed now, if so.
 * @param deployed the output `deletion_protection`, of what was applied last; undefined where nothing is deployed, or half of it
 */
export function protectionProblem(
  environment: string,
  setting: Setting | undefined,
  deployed: unknown,
): string | undefined {
  const protectedNow = deployed === undefined ? setting !== false : holdsTrue(deployed);
  if (!protectedNow) return undefined;
  return [
    `${environment} is protected: its tables, its user pool, and buckets with something in them, refuse to be deleted. To destroy all of it, for ever:`,
    `  1. set \`deletion_protection = false\` in terraform/environments/${environment}.tfvars;`,
    `  2. make deploy ENV=${environment}`,
    `  3. make destroy ENV=${environment}`,
  ].join('\n');
}

function isSet(setting: Setting | undefined): boolean {
  // What is not a plain value is Terraform's to judge; an absent or empty one is not set.
  return setting !== undefined && setting !== '';
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_TERRAFORM;
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}

function holdsTrue(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(holdsTrue);
  return value === true;
}
