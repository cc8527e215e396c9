import { StateInUse, toldEndpoint } from '../stack/held-folder.ts';
import { startPlatform, type Platform, type PlatformOptions } from '../stack/platform.ts';

/** The services that Terraform works on. */
export interface Reached {
  awsUrl: string;
  /** Where they were started for this; absent where another process runs them. */
  platform?: Platform;
}

/** Reaches the services of a folder: where another process runs them there, these, else they are started. */
export async function reachPlatform(options: PlatformOptions): Promise<Reached> {
  try {
    const platform = await startPlatform(options);
    return { awsUrl: platform.awsUrl, platform };
  } catch (error) {
    if (!(error instanceof StateInUse)) throw error;
    return { awsUrl: await toldEndpoint(options.directory) };
  }
}
