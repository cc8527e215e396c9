import type { Tracer } from '../appsync/trace/tracer.ts';
import type { Log } from '../shared/log.ts';
import type { Clock, Service } from '../shared/service.ts';
import { Closers } from './closers.ts';
import { awsEndpoint } from './endpoint.ts';
import { holdState, tellEndpoint } from './held-folder.ts';
import { listen, type Handler } from './http-server.ts';
import { startServices, type Services } from './services.ts';

export interface PlatformOptions {
  /** Where the state lives; made where it is missing. One platform at a time, which is there as long as it runs: StateInUse. */
  directory: string;
  /** 0 for any free port. */
  ports: { graphql: number; aws: number; mqtt: number; mqtts: number };
  log: Log;
  clock?: Clock;
  /** Who is told what the API does for each request, if anybody. */
  tracer?: Tracer;
}

/** The services of AWS on this machine, with what was made in them, by whomever: an account that is empty at first. */
export interface Platform {
  readonly services: Services;
  /** The AWS endpoint, for `AWS_ENDPOINT_URL`. */
  readonly awsUrl: string;
  /** Where browsers find APIs: what AWS gives a host name each. */
  readonly siteUrl: string;
  /** Answers browsers from now on; until then they are told to come again. */
  serve(site: Handler): void;
  /** Begins what nobody asks for, such as schedules: once all that it may use is there. */
  begin(): void;
  /** Ends everything in the reverse order of its start; what was accepted is on disk. Calling it twice is harmless. */
  close(): Promise<void>;
}

export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const closers = new Closers();
  try {
    return await start(options, closers);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function start({ directory, ports, ...shared }: PlatformOptions, closers: Closers): Promise<Platform> {
  // Before anything else: a second Sonde on the same folder ends here, when nothing of it has been touched.
  closers.add(await holdState(directory));
  // Services hand out addresses of each other: all ports are open before the first service is made.
  const handlers: { aws: Handler; site: Handler } = { aws: notReady, site: notReady };
  const aws = closers.add(await listen(ports.aws, 'SONDE_AWS_PORT', () => handlers.aws));
  const web = closers.add(await listen(ports.graphql, 'SONDE_PORT', () => handlers.site));
  const awsUrl = `http://127.0.0.1:${aws.port}`;
  const siteUrl = `http://127.0.0.1:${web.port}`;

  const services = await startServices({ ...shared, directory, ports, awsUrl, siteUrl }, closers);
  services.appsync.attach(web.server);
  handlers.aws = awsEndpoint(Object.values(services).filter(isService));
  closers.add(await tellEndpoint(directory, awsUrl));
  return {
    services,
    awsUrl,
    siteUrl,
    serve(site) {
      handlers.site = site;
    },
    begin() {
      services.scheduler.start();
    },
    close: () => closers.close(),
  };
}

/** The mailbox is none of AWS's. */
function isService(service: object): service is Service {
  return 'signingName' in service;
}

function notReady(): Response {
  return new Response('Sonde is starting.\n', { status: 503, headers: { 'retry-after': '1' } });
}
