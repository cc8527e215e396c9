import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { replaceFile } from '../shared/replace-file.ts';
import { startPlatform, type Platform, type PlatformOptions } from '../stack/platform.ts';
import { StateInUse } from '../stack/services.ts';

const Endpoint = v.object({ awsUrl: v.string() });

/** The services that Terraform works on. */
export interface Reached {
  awsUrl: string;
  /** Where they were started for this; absent where another process runs them. */
  platform?: Platform;
}

/** Reaches the services of a folder: where another process runs them there, these, else they are started. */
export async function reachPlatform(options: PlatformOptions): Promise<Reached> {
  const file = join(options.directory, 'endpoint.json');
  try {
    const platform = await startPlatform(options);
    await replaceFile(
      file,
      `${JSON.stringify({ awsUrl: platform.awsUrl } satisfies v.InferOutput<typeof Endpoint>)}\n`,
    );
    return { awsUrl: platform.awsUrl, platform };
  } catch (error) {
    if (!(error instanceof StateInUse)) throw error;
    return v.parse(Endpoint, JSON.parse(await readFile(file, 'utf8')));
  }
}
