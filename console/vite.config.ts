import react from '@vitejs/plugin-react';
import { createIntl } from 'react-intl';
import * as v from 'valibot';
import { defineConfig, type Plugin } from 'vite';

/** The Sonde that `npm run dev` shows: `SONDE_URL` names another than the one that `make dev` starts. */
const sonde = process.env.SONDE_URL ?? 'http://127.0.0.1:4000';

export default defineConfig({
  plugins: [react(), messagesInParts()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            {
              // Else what Amplify's parts have in common lies with the largest of them, the one for subscriptions, and comes before any page.
              name: 'amplify',
              test: /node_modules\/(@aws-amplify\/core|@aws-crypto|js-cookie|tslib|uuid)\//,
              entriesAware: true,
              includeDependenciesRecursively: true,
              priority: 3,
            },
            // What is wanted together comes together: it is compressed better, and asked for faster.
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 2 },
            {
              name: 'router',
              test: /node_modules\/@tanstack\/(react-router|router-core|history|store|react-store)\//,
              priority: 2,
            },
            {
              // A page seldom lacks what a third of the parts have that are loaded on their own.
              name: 'common',
              test: /node_modules\/(@mantine|@floating-ui|lucide-react|@tanstack|react-remove-scroll|use-|react-style|valibot)|console\/src\/(ui|i18n|api|session|shell)\//,
              minShareCount: 17,
              priority: 1,
            },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/amplify_outputs.json': sonde } },
});

/** Takes messages that have values or tags apart when they are built, so that browsers need no parser for them. */
function messagesInParts(): Plugin {
  const parser = '@formatjs/icu-messageformat-parser';
  const { getMessageFormat } = createIntl({ locale: 'en' }).formatters;
  const inParts = (message: string): unknown =>
    /[{}<']/.test(message) ? getMessageFormat(message, 'en').getAst() : message;
  return {
    name: 'sonde-messages-in-parts',
    apply: 'build',
    enforce: 'pre',
    config: () => ({
      resolve: { alias: [{ find: new RegExp(`^${parser}$`), replacement: `${parser}/no-parser.js` }] },
    }),
    transform: {
      filter: { id: /\/i18n\/messages\/\w+\/\w+\.json$/ },
      handler(code) {
        const messages = v.parse(v.record(v.string(), v.string()), JSON.parse(code));
        return JSON.stringify(
          Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, inParts(message)])),
        );
      },
    },
  };
}
