import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';

/** The end-to-end tests that the stack of Terraform's making must pass too, and before and after them those of Terraform itself. */
const files = [
  'test/applied/apply.test.ts',
  'test/applied/console.test.ts',
  'test/applied/graphql-api.test.ts',
  'test/access.e2e.test.ts',
  'test/bad-input.e2e.test.ts',
  'test/devices.e2e.test.ts',
  'test/identities.e2e.test.ts',
  'test/live.e2e.test.ts',
  'test/mail-feedback.e2e.test.ts',
  'test/main-path.e2e.test.ts',
  'test/messages.e2e.test.ts',
  'test/sign-up.e2e.test.ts',
  'test/email-change.e2e.test.ts',
  'test/invitations.e2e.test.ts',
  'test/services.e2e.test.ts',
  'test/device-certificates.e2e.test.ts',
  'test/imports.e2e.test.ts',
  'test/readings-statistics.e2e.test.ts',
  'test/access-table.e2e.test.ts',
  'test/exports.e2e.test.ts',
  'test/restart.e2e.test.ts',
  'test/applied/readings-store.test.ts',
  'test/applied/change.test.ts',
];

class InOrder extends BaseSequencer {
  override sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => files.indexOf(relative(import.meta.dirname, moduleId));
    return Promise.resolve([...specifications].sort((a, b) => place(a) - place(b)));
  }
}

export default defineConfig({
  test: {
    silent: 'passed-only',
    // Terraform takes a minute for the whole root module, and several where other tests run beside these.
    testTimeout: 480_000,
    hookTimeout: 480_000,
    restoreMocks: true,
    unstubEnvs: true,
    include: files,
    globalSetup: ['test/support/build.ts'],
    provide: { road: 'terraform' },
    // One worker, one stack, one file after another.
    isolate: false,
    maxWorkers: 1,
    fileParallelism: false,
    sequence: { sequencer: InOrder },
  },
});
