import { availableParallelism } from 'node:os';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';

const common = {
  testTimeout: 90_000,
  hookTimeout: 120_000,
  restoreMocks: true,
  unstubEnvs: true,
};

const endToEnd = {
  // Each file has a Sonde of its own, but what it is made of is imported once.
  isolate: false,
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

/** Unit tests with a process of their own: what they change is that of the whole process. The others share what they import. */
const alone = [
  // The environment that a function of Lambda reads as it starts.
  'functions/*/handler.test.ts',
  // Amplify's configuration, and WebSocket.
  'local/cognito/amplify*.test.ts',
  'local/appsync/auth/amplify.test.ts',
  'local/appsync/realtime/amplify.test.ts',
  // Modules that they mock, which others import.
  'local/appsync/realtime/hub.test.ts',
  'functions/shared/readings/dynamodb/interleaving.test.ts',
  'console/src/api/request.test.ts',
];
const unit = [
  '{build,schema,resolvers,functions,local,bench,deploy,examples,terraform/testing,console/src}/**/*.test.ts',
];

/** Those that take half a minute: one that were begun last would have a core to itself. */
const LONG =
  /(isolation|console|console-devices|console-identities|imports|export-restart|backfill|crash|crash\.dynamodb|stopped|stores?|store\.dynamodb|races)\.(e2e\.)?test\.ts$/;

class LongFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(specifications);
    const turn = ({ project, moduleId }: TestSpecification): string => `${project.name} ${LONG.test(moduleId) ? 1 : 2}`;
    return sorted.sort((a, b) => turn(a).localeCompare(turn(b)));
  }
}

export default defineConfig({
  test: {
    // What clients and functions print is of interest where a test fails.
    silent: 'passed-only',
    // Tests wait more than they compute, most of all those in a browser.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    sequence: { sequencer: LongFirst },
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: unit,
          exclude: alone,
          isolate: false,
        },
      },
      { test: { ...common, name: 'unit, alone', include: alone } },
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
