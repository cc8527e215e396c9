import { defineConfig } from 'vitest/config';

const common = {
  testTimeout: 30_000,
  hookTimeout: 60_000,
  restoreMocks: true,
  unstubEnvs: true,
};

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
          include: ['{build,schema,resolvers,functions,local,bench,deploy,terraform/testing}/**/*.test.ts'],
        },
      },
      {
        test: {
          ...common,
          name: 'end-to-end',
          include: ['test/*.e2e.test.ts'],
          provide: { road: 'laptop' },
          // Builds what Terraform deploys, once for all files; the unit tests do not wait for it.
          globalSetup: ['test/support/build.ts'],
        },
      },
    ],
  },
});
