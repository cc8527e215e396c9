import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{build,schema,resolvers,functions,local,test,bench}/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
