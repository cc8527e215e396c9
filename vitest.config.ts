import { defineConfig } from 'vitest/config';

const common = {
  testTimeout: 90_000,
  hookTimeout: 120_000,
  restoreMocks: true,
  unstubEnvs: true,
};

const endToEnd = {
  provide: { road: 'laptop' as const },
  // Builds what Terraform deploys, once for all files; the unit tests do not wait for it.
  globalSetup: ['test/support/build.ts'],
};

/** The end-to-end tests in which the readings store has a part: they run on both. */
const aboutReadings = [
  'readings-stores',
  'main-path',
  'messages',
  'live',
  'backfill',
  'readings-statistics',
  'exports',
  'export-failures',
  'export-restart',
  'restart',
  'isolation',
];

export default defineConfig({
  test: {
    // What clients and functions print is of interest where a test fails.
    silent: 'passed-only',
    // Tests wait more than they compute: the default would leave a core of two idle.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['{build,schema,resolvers,functions,local,bench,deploy,examples,terraform/testing}/**/*.test.ts'],
        },
      },
      {
        test: { ...common, ...endToEnd, name: 'end-to-end', include: ['test/*.e2e.test.ts'] },
      },
      {
        test: {
          ...common,
          ...endToEnd,
          name: 'end-to-end, DynamoDB',
          include: aboutReadings.map((name) => `test/${name}.e2e.test.ts`),
          provide: { ...endToEnd.provide, store: 'dynamodb' as const },
        },
      },
    ],
  },
});
