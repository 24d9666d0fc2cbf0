const esmPackages = [
  'mdast-util-.*',
  'micromark.*',
  'unist-util-.*',
  'decode-named-character-reference',
  'character-entities.*',
  'devlop',
  'ccount',
  'escape-string-regexp',
  'longest-streak',
  'markdown-table',
  'zwitch',
  'trim-lines',
  'bail',
  'temporal-polyfill',
  'temporal-utils',
  '@formatjs/.*',
  '@sindresorhus/.*',
  'react-intl',
  'openapi-fetch',
  'htmlparser2',
  'html-tag-names',
  'node-pg-migrate',
  'entities',
  'dom.*',
  'intl-messageformat',
].join('|');

const swc = (parser) => [
  '@swc/jest',
  {
    sourceMaps: 'inline',
    module: { type: 'commonjs' },
    jsc: { parser, target: 'es2022', transform: { react: { runtime: 'automatic' } } },
  },
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testSequencer: '<rootDir>/test/support/slowest-first.cjs',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(process.env.GALLEY_LONG_TESTS ? [] : ['\\.long\\.test\\.ts$']),
    ...(process.env.GALLEY_LLM_TESTS ? [] : ['/test/llm/']),
    ...(process.env.GALLEY_FUZZ_TESTS ? [] : ['/test/fuzz/']),
  ],
  transform: {
    '^.+\\.[tj]s$': swc({ syntax: 'typescript' }),
    '^.+\\.tsx$': swc({ syntax: 'typescript', tsx: true }),
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages})/)`, '<rootDir>/dist/'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testTimeout: 30000,
  // Most of what system tests do is waiting, so one more than there are processors.
  maxWorkers: 3,
};
