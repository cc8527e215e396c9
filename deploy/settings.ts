import * as v from 'valibot';

const ENVIRONMENT = /^[a-z][a-z0-9]{1,11}$/;

/** The environment that is this machine, and no account of AWS. */
export const LOCAL = 'local';

/** What a person gives to `make plan`, `deploy`, `destroy`, `outputs` and `administrator`. Make hands its variables on as environment variables. */
const Variables = v.object({
  ENV: v.pipe(
    v.optional(v.string(), ''),
    v.nonEmpty('is not set: say which environment, such as `make plan ENV=dev`'),
    v.regex(ENVIRONMENT, 'must be 2 to 12 lower-case letters and digits, a letter first, such as dev or prod'),
  ),
  YES: v.optional(v.picklist(['', '0', '1'], 'must be 1, to go ahead without being asked, or be left out'), ''),
  DESTROY_READINGS: v.optional(v.string()),
  AMPLIFY_OUTPUTS: v.optional(v.string()),
  TF_PLUGIN_DIR: v.optional(v.string()),
});

export interface Settings {
  /** The name of the environment, such as `dev`. */
  environment: string;
  /** Whether to go ahead without asking. */
  yes: boolean;
  /** The table whose readings may be destroyed without asking. */
  destroyReadings: string | undefined;
  /** The file to write the configuration of front ends to. */
  amplifyOutputs: string | undefined;
  /** A folder that mirrors the provider, for a machine that cannot reach the registry. */
  pluginDirectory: string | undefined;
}

/**
 * The settings of a command, from environment variables.
 * @throws Error that names each variable that is wrong, and what would be right
 */
export function readSettings(variables: Readonly<Record<string, string | undefined>>): Settings {
  const { ENV, YES, DESTROY_READINGS, AMPLIFY_OUTPUTS, TF_PLUGIN_DIR } = parseVariables(Variables, variables);
  return {
    environment: ENV,
    yes: YES === '1',
    destroyReadings: DESTROY_READINGS === '' ? undefined : DESTROY_READINGS,
    amplifyOutputs: AMPLIFY_OUTPUTS === '' ? undefined : AMPLIFY_OUTPUTS,
    pluginDirectory: TF_PLUGIN_DIR === '' ? undefined : TF_PLUGIN_DIR,
  };
}

/**
 * For what is done on AWS alone.
 * @throws Error where the environment is this machine
 */
export function expectOnAws({ environment }: Pick<Settings, 'environment'>): void {
  if (environment === LOCAL)
    throw new Error(
      `${LOCAL} is this machine, and no account of AWS: \`make apply-local\` has Terraform make it here, and \`make dev\` runs it without.`,
    );
}

/**
 * Parses environment variables, so that a person can read what is wrong.
 * @throws Error with a line for each variable that is wrong
 */
export function parseVariables<Schema extends v.GenericSchema>(
  schema: Schema,
  variables: Readonly<Record<string, string | undefined>>,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, variables, { abortPipeEarly: true });
  if (parsed.success) return parsed.output;
  throw new Error(parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'environment'} ${issue.message}.`).join('\n'));
}
