import type { Hono } from 'hono';
import type { ReadingsLocation } from '../../functions/shared/readings/location.ts';
import { consoleRoutes } from '../console/routes.ts';
import type { Log } from '../shared/log.ts';
import { LOCAL_REGION, type Clock } from '../shared/service.ts';
import type { Addresses } from './addresses.ts';
import { readArtifacts, type Artifacts } from './artifacts.ts';
import { startPlatform, type Platform, type PlatformOptions } from './platform.ts';
import { makeResources } from './resources/index.ts';
import type { UserPoolIds } from './resources/user-pool.ts';
import type { Services } from './services.ts';
import { graphiqlUrl, rootCaUrl, site } from './site.ts';

export type { Addresses } from './addresses.ts';

export interface StackOptions extends PlatformOptions {
  /** What `make build` wrote. */
  dist: string;
  signUp?: 'invited' | 'open';
  /** What readings are kept in: `timestream` unless given. The state of another store is not this one's. */
  store?: ReadingsLocation['kind'];
  log: Log;
  clock?: Clock;
}

/** The whole of Sonde, running. */
export interface Stack {
  readonly addresses: Addresses;
  readonly services: Services;
  /** Ends everything in the reverse order of its start; what was accepted is on disk. Calling it twice is harmless. */
  close(): Promise<void>;
}

/** Sonde with what it was made of. */
export interface BuiltStack extends Stack {
  readonly artifacts: Artifacts;
}

/** Starts the whole of Sonde in this process, from the artefacts that Terraform deploys too. */
export async function startStack({
  dist,
  signUp = 'invited',
  store = 'timestream',
  ...options
}: StackOptions): Promise<BuiltStack> {
  const artifacts = await readArtifacts(dist, store);
  const platform = await startPlatform(options);
  try {
    const pool = await makeResources(platform, artifacts, { signUp, store });
    const ids = { graphqlUrl: `${platform.siteUrl}/graphql`, ...pool };
    return { ...openStack(platform, ids, consoleRoutes(dist)), artifacts };
  } catch (error) {
    await platform.close();
    throw error;
  }
}

/** Opens to browsers and sensors what was made on a platform. */
export function openStack(
  { services, awsUrl, siteUrl, ...platform }: Platform,
  { graphqlUrl, poolId, clientId, serviceClientId }: UserPoolIds & { graphqlUrl: string },
  console?: Hono,
): Stack {
  const addresses: Addresses = {
    consoleUrl: `${siteUrl}/`,
    graphqlUrl,
    graphiqlUrl: graphiqlUrl(siteUrl),
    realtimeUrl: `${graphqlUrl.replace(/^http/, 'ws')}/realtime`,
    awsUrl,
    mqttUrl: `mqtt://127.0.0.1:${services.iot.port}`,
    mqttsUrl: `mqtts://127.0.0.1:${services.iot.tlsPort}`,
    rootCaUrl: rootCaUrl(siteUrl),
    mailUrl: `${siteUrl}/mail/`,
    region: LOCAL_REGION,
    userPoolId: poolId,
    userPoolClientId: clientId,
    userPoolServiceClientId: serviceClientId,
  };
  platform.serve(site(services, addresses, console));
  platform.begin();
  return { addresses, services, close: () => platform.close() };
}
