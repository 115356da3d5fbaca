import { defineConfig } from 'vitest/config';

export default defineConfig({
  // JSX is Preact's here as in build.ts; a page under test is the page that is served.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    // Both of two cores: what runs longest waits for the disk and the database in turn.
    maxWorkers: '100%',
    // A guard against what never ends, not a claim of speed: a loaded machine is no fault of what is tested.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'rules',
          include: ['packages/{vocabulary,attestation,conformity,formats}/{src,test}/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts'],
          // What is pure leaves nothing behind: its tests share a process, which loads it once.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: [
            '*.test.ts',
            '{standards,examples,bench}/**/*.test.ts',
            '{packages/{client,records,office},apps/*}/{src,test}/**/*.test.{ts,tsx}',
            'packages/*/test/**/*.browser.test.ts',
          ],
          // Set-ups that outlive one test file, such as the PostgreSQL that the whole suite shares.
          globalSetup: [
            'packages/records/test/postgres.global.ts',
            'apps/portal/test/browser.global.ts',
            'vitest.global.ts',
          ],
        },
      },
    ],
  },
});
