/**
 * `npm run test:long`: what takes minutes by its nature (`*.long.spec.ts`: walks in a browser, every field of every act, kills, heap snapshots), and the specs whose
 * size can be chosen, in the size that was measured once (test/setup/sizes.ts).
 */
const LONG = process.env.LONG === '1';
const SIZED = ['apps/verifier/src/mutations', 'libs/envelope/src/mutations', 'test/attack/traces', 'test/journeys/evidence', 'test/journeys/large-uploads'];

/** Specs stand beside what they test. test/setup starts one PostgreSQL for the run; `createTestDatabase()` gives each file its own copy. */
module.exports = {
  testMatch: LONG ? ['<rootDir>/{apps,libs,test}/**/*.long.spec.ts', ...SIZED.map((spec) => `<rootDir>/${spec}.spec.ts`)] : ['<rootDir>/{apps,libs,test}/**/!(*.long).spec.ts'],
  transform: { '^.+\\.tsx?$': ['@swc/jest', {}] },
  moduleNameMapper: {
    // commands load their parts when they are used, by the name that the part has once it is built
    '^\\./(administrator|authority|demo|docs|installation|prepare|replay|start)\\.js$': '<rootDir>/apps/cli/src/$1',
    '^\\./(s3-storage)\\.js$': '<rootDir>/libs/platform/src/storage/$1',
    '^@kernel$': '<rootDir>/libs/kernel/src',
    '^@law$': '<rootDir>/libs/law/src',
    '^@envelope$': '<rootDir>/libs/envelope/src',
    '^@scoring$': '<rootDir>/libs/scoring/src',
    '^@draw$': '<rootDir>/libs/draw/src',
    '^@procedure$': '<rootDir>/libs/procedure/src',
    '^@platform/(.*)$': '<rootDir>/libs/platform/src/$1',
    '^@domain/(.*)$': '<rootDir>/libs/domain/src/$1',
    '^@test/(.*)$': '<rootDir>/test/$1',
    '^@web/(.*)$': '<rootDir>/apps/web/src/$1',
    '^@envelope-web$': '<rootDir>/libs/envelope/src/web',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/var'],
  testEnvironment: '<rootDir>/test/setup/environment.cjs',
  testSequencer: '<rootDir>/test/setup/sequencer.cjs',
  globalSetup: '<rootDir>/test/setup/global-setup.ts',
  globalTeardown: '<rootDir>/test/setup/global-teardown.ts',
  // tests wait a third of their time, for pages, clocks and disks: one more than the two cores that they are made for
  maxWorkers: 3,
  // a worker that grew is made anew: collecting its garbage costs more than its start
  workerIdleMemoryLimit: '800MB',
  // against hanging only: ten times what the longest takes, on a machine that is three times slower too
  testTimeout: 180_000,
  // a connection whose server went away takes some seconds to say goodbye; what has not ended then was left open by a suite
  workerGracefulExitTimeout: 10_000,
  // counts and figures that tests tell of are for the long run, where they are those of the whole size
  silent: !LONG,
};
