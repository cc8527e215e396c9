import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import * as v from 'valibot';

/** What an operation sends and answers, as the generator of the AWS SDK writes it: one such file a client. */
const SCHEMAS = /[/\\]@aws-sdk[/\\]client-[^/\\]+[/\\]dist-es[/\\]schemas[/\\]schemas_\d+\.js$/;
/** Clients import it for their version alone. */
const PACKAGE = /[/\\]@aws-sdk[/\\][^/\\]+[/\\]package\.json$/;
const LOGGING = /^\.\/middleware-logger\/loggerMiddleware$/;
const noClientLogs = fileURLToPath(new URL('no-client-logs.ts', import.meta.url));

const CONSTANT = /^const (_\w+) = ("(?:[^"\\]|\\.)*");$/gm;
const COMPUTED_KEY = /\[(_\w+)\]:/g;

/**
 * Lets esbuild leave out of the AWS SDK's clients what no function uses: the shapes of operations that are never asked, which are most of a client
 * with a REST protocol, for their keys are computed of constants, and computing a key may do anything as far as a bundler knows; and what
 * logs.
 */
export const leanClients: Plugin = {
  name: 'lean-clients',
  setup(build) {
    build.onLoad({ filter: SCHEMAS }, async ({ path }) => ({
      contents: withPlainKeys(await readFile(path, 'utf8')),
      loader: 'js',
    }));
    build.onResolve({ filter: LOGGING }, () => ({ path: noClientLogs }));
    build.onLoad({ filter: PACKAGE }, async ({ path }) => {
      const { version } = v.parse(v.object({ version: v.string() }), JSON.parse(await readFile(path, 'utf8')));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** Writes the keys of `code` that are computed of its own constant texts as those texts. */
export function withPlainKeys(code: string): string {
  const constants = new Map([...code.matchAll(CONSTANT)].map(([, name, text]) => [name, text]));
  return code.replace(COMPUTED_KEY, (computed, name: string) => {
    const text = constants.get(name);
    return text === undefined ? computed : `${text}:`;
  });
}
