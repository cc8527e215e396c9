import type { Page } from 'playwright-core';
import type { Sonde } from './sonde.ts';

/** What no page waits for: Amplify's part for subscriptions, what draws charts, and what dialogs are made of. */
const LATER = /\/(api|charts|modal)-[\w-]{8}\.js$/;

/** The compressed script of a page, in bytes: what it needs to be there, and all. */
export interface Load {
  first: number;
  all: number;
}

/** What a page asks for. */
export interface Traffic {
  /** To be given to the page before it asks for anything. */
  watch: (page: Page) => void;
  /** The script that has come so far. */
  load: () => Promise<Load>;
  /** What was asked of anybody but this Sonde. */
  strangers: readonly string[];
}

export function newTraffic({ addresses: { consoleUrl, graphqlUrl, awsUrl } }: Sonde): Traffic {
  const own = new Set([consoleUrl, graphqlUrl, awsUrl].map((url) => new URL(url).host));
  const strangers: string[] = [];
  const scripts = new Map<string, Promise<number>>();
  return {
    strangers,
    watch: (page) => {
      page.on('request', (request) => {
        const { protocol, host } = new URL(request.url());
        if (protocol !== 'data:' && protocol !== 'blob:' && !own.has(host)) strangers.push(request.url());
      });
      page.on('requestfinished', (request) => {
        // What is loaded in advance is asked for twice, and comes once.
        if (request.resourceType() !== 'script' || scripts.has(request.url())) return;
        const bytes = request.sizes().then(({ responseBodySize }) => responseBodySize);
        scripts.set(request.url(), bytes);
      });
    },
    load: async () => {
      const sizes = await Promise.all([...scripts].map(async ([url, bytes]) => ({ url, bytes: await bytes })));
      const sum = (of: typeof sizes): number => of.reduce((before, { bytes }) => before + bytes, 0);
      return { first: sum(sizes.filter(({ url }) => !LATER.test(url))), all: sum(sizes) };
    },
  };
}

/** The loads of pages, by the pages' names, for people to read. */
export function tableOf(loads: Readonly<Record<string, Load>>): string {
  const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1).padStart(8);
  const rows = Object.entries(loads)
    .sort(([, one], [, other]) => other.first - one.first)
    .map(([name, { first, all }]) => `  ${name.padEnd(14)}${kilobytes(first)}${kilobytes(all)}`);
  return ['Compressed script of each page in kB: before it is there, and with what comes later', ...rows].join('\n');
}
