/** @type {import('jest').Config} */
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
].join('|');

module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: process.env.GALLEY_LONG_TESTS
    ? ['/node_modules/']
    : ['/node_modules/', '\\.long\\.test\\.ts$'],
  transform: {
    '^.+\\.(t|j)s$': [
      '@swc/jest',
      {
        sourceMaps: 'inline',
        module: { type: 'commonjs' },
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages})/)`, '<rootDir>/dist/'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testTimeout: 30000,
  maxWorkers: 2,
};
