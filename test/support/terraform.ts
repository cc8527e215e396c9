import { spawn } from 'node:child_process';

/** What a command of Terraform ended with. */
export interface Ended {
  code: number | null;
  /** Standard output and standard error. */
  output: string;
}

export function initArguments(): string[] {
  const mirror = process.env.TF_PLUGIN_DIR;
  return ['init', '-no-color', '-input=false', ...(mirror ? [`-plugin-dir=${mirror}`] : [])];
}

/** @param variables environment variables over those of this process; undefined is for none */
export function runTerraform(
  args: readonly string[],
  { folder, variables = {} }: { folder: string; variables?: Readonly<Record<string, string | undefined>> },
): Promise<Ended> {
  const env: NodeJS.ProcessEnv = { ...process.env, ...variables, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };
  // The provider's schema is so large that a third of the time would go into collecting garbage.
  env.GOGC = '400';
  // Terraform warns of a missing file at every command.
  delete env.TF_CLI_CONFIG_FILE;
  const child = spawn('terraform', args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      resolve({ code, output });
    });
  });
}

/** @returns what it said */
export async function succeed(ended: Promise<Ended>): Promise<string> {
  const { code, output } = await ended;
  if (code !== 0) throw new Error(`Terraform ended with ${String(code)}:\n${output}`);
  return output;
}
