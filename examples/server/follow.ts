import { setTimeout as sleep } from 'node:timers/promises';
import { DevicesDocument, OnReadingsDocument, type DevicesQuery } from '../generated/documents.ts';
import { jitter, type Ask } from './api.ts';
import { Newest, type Device } from './newest.ts';
import { subscribe } from './realtime.ts';
import { SignInRefused, type Session } from './session.ts';

/** What is known at the moment. */
export interface Following {
  readonly newest: Newest;
  /** Whether the subscription is up, and the devices have been listed since it is. */
  readonly isLive: boolean;
  /** Settles when `signal` aborts; rejects with {@link SignInRefused}. */
  readonly ended: Promise<void>;
}

interface Options {
  url: string;
  session: Session;
  ask: Ask;
  log: (line: string) => void;
  signal: AbortSignal;
}

/** Between two looks at what devices there are, in ms, where nothing tells that there are others. */
const LIST_EVERY = 300_000;
/** How long readings of a device that is not known wait for others, in ms. */
const LIST_AFTER = 1000;

/** Keeps the newest readings of all devices: from the subscription, and from the list of devices whenever that may have missed something. */
export function follow({ url, session, ask, log, signal }: Options): Following {
  const newest = new Newest();
  let connection = 0;
  /** The connection that devices were listed in last. */
  let listedIn = 0;
  let listing = Promise.resolve();
  let soon: NodeJS.Timeout | undefined;
  const isOver = () => signal.aborted;

  /** One list after the other, so that what is listed for a connection is as new as that. */
  function list(): void {
    clearTimeout(soon);
    soon = undefined;
    const asked = connection;
    listing = listing.then(async () => {
      try {
        newest.reset(await devicesOf(ask));
        listedIn = asked;
      } catch (error) {
        if (!isOver()) log(`The devices could not be listed: ${String(error)}`);
      }
    });
  }

  async function stay(): Promise<void> {
    for (let attempt = 1; !isOver(); attempt += 1) {
      try {
        const reason = await subscribe({
          url,
          token: await session.accessToken(),
          document: OnReadingsDocument,
          variables: {},
          onStart: () => {
            attempt = 1;
            connection += 1;
            list();
          },
          onData: ({ onReadings }) => {
            if (!newest.add(onReadings?.readings ?? [])) soon ??= setTimeout(list, LIST_AFTER);
          },
          signal,
        });
        if (!isOver()) log(`The subscription has ended: ${reason}.`);
      } catch (error) {
        if (error instanceof SignInRefused) throw error;
        log(`The subscription could not be had: ${String(error)}`);
      }
      listedIn = 0;
      await sleep(jitter(attempt), undefined, { signal }).catch(() => undefined);
    }
  }

  const timer = setInterval(list, LIST_EVERY);
  const ended = stay().finally(() => {
    clearInterval(timer);
    clearTimeout(soon);
  });
  return {
    newest,
    get isLive() {
      return connection > 0 && listedIn === connection;
    },
    ended,
  };
}

async function devicesOf(ask: Ask): Promise<Device[]> {
  const devices: Device[] = [];
  let nextToken: string | null = null;
  do {
    const { devices: page }: DevicesQuery = await ask(DevicesDocument, { first: 50, nextToken });
    devices.push(...page.items);
    nextToken = page.nextToken;
  } while (nextToken !== null);
  return devices;
}
