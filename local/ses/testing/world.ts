import * as v1 from '@aws-sdk/client-ses';
import * as v2 from '@aws-sdk/client-sesv2';
import { silentLog } from '../../shared/log.ts';
import type { Mail } from '../../shared/ports.ts';
import { clientOptions, serve } from '../../shared/testing/serve.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { createSes, type Ses, type SesOptions } from '../index.ts';

/** SES over HTTP with a client of each API. */
interface Running {
  ses: Ses;
  url: string;
  client: v2.SESv2Client;
  first: v1.SESClient;
  stop: () => Promise<void>;
}

/** What a test of SES has about it. */
export interface Outside {
  /** What has been delivered. */
  readonly mails: Mail[];
  /** What has been published: JSON, or the text where it is none. */
  readonly published: { topicArn: string; message: unknown }[];
  /** Milliseconds since the epoch; the test's own. */
  now: number;
}

export interface World extends Running, Outside {
  /** A simple mail by the API v2, and one by the first. */
  send: (more?: Partial<v2.SendEmailCommandInput>) => Promise<v2.SendEmailCommandOutput>;
  sendFirst: (more?: Partial<v1.SendEmailCommandInput>) => Promise<v1.SendEmailCommandOutput>;
  /** Ends SES, and starts it anew on what it has kept. */
  restart: (options?: Partial<SesOptions>) => Promise<World>;
  /** Ends SES, and removes what it has kept. */
  close: () => Promise<void>;
}

/** With the identity example.com. */
export async function startWorld(): Promise<World> {
  const { directory, remove } = await temporaryDirectory();
  const outside: Outside = { mails: [], published: [], now: 1_700_000_000_000 };
  const world = await start({});
  await world.ses.call('CreateEmailIdentity', { EmailIdentity: 'example.com' });
  return world;

  async function start(options: Partial<SesOptions>): Promise<World> {
    const running = await run(outside, { directory, ...options });
    return Object.assign(outside, running, {
      send: (more: Partial<v2.SendEmailCommandInput> = {}) =>
        running.client.send(new v2.SendEmailCommand(simple(more))),
      sendFirst: (more: Partial<v1.SendEmailCommandInput> = {}) =>
        running.first.send(new v1.SendEmailCommand(simpleFirst(more))),
      async restart(more: Partial<SesOptions> = {}): Promise<World> {
        await running.stop();
        return start(more);
      },
      async close(): Promise<void> {
        await running.stop();
        await remove();
      },
    });
  }
}

async function run(outside: Outside, options: Partial<SesOptions> & { directory: string }): Promise<Running> {
  const ses = await createSes({
    mail: { deliver: (mail) => Promise.resolve(void outside.mails.push(mail)) },
    events: {
      publish: (topicArn, message) =>
        Promise.resolve(void outside.published.push({ topicArn, message: jsonOrText(message) })),
    },
    log: silentLog,
    clock: () => outside.now,
    ...options,
  });
  const served = await serve(ses);
  const client = new v2.SESv2Client(clientOptions(served.url));
  const first = new v1.SESClient(clientOptions(served.url));
  async function stop(): Promise<void> {
    client.destroy();
    first.destroy();
    await served.close();
    await ses.close();
  }
  return { ses, url: served.url, client, first, stop };
}

export const simple = (more: Partial<v2.SendEmailCommandInput> = {}): v2.SendEmailCommandInput => ({
  FromEmailAddress: 'Sonde <no-reply@example.com>',
  Destination: { ToAddresses: ['ada@example.org'] },
  Content: { Simple: { Subject: { Data: 'Été', Charset: 'UTF-8' }, Body: { Text: { Data: 'Texte' } } } },
  ...more,
});

const simpleFirst = (more: Partial<v1.SendEmailCommandInput>): v1.SendEmailCommandInput => ({
  Source: 'no-reply@example.com',
  Destination: { ToAddresses: ['ada@example.org'] },
  Message: { Subject: { Data: 'Ete' }, Body: { Text: { Data: 'Texte' } } },
  ...more,
});

function jsonOrText(message: string): unknown {
  return message.startsWith('{') ? JSON.parse(message) : message;
}
