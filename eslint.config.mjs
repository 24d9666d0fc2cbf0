import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** What the SDK does not export may change in any of its releases. */
const sdkInternals = {
  group: ['@temporalio/*/lib/**'],
  message: 'Import what the package itself exports.',
};

const pureModules = ['src/workflows/**/*.ts', 'src/contract/**/*.ts', 'src/domain/**/*.ts'];

const exportAll = { selector: 'ExportAllDeclaration', message: 'Name what you export.' };
const canParse = {
  selector: "MemberExpression[object.name='URL'][property.name='canParse']",
  message: 'Use parseUrl: once compiled, canParse of Node 20 denies addresses with letters such as ü.',
};

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      '.galley/',
      '.galley-production/',
      'coverage/',
      'test/kinds/*/files/',
      'test/kinds/*.tsx',
      '**/*.cjs',
      '**/*.mjs',
      'ecosystem.config.js',
    ],
  },
  ...tseslint.configs.recommended,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      'no-restricted-syntax': ['error', exportAll, canParse],
      'no-restricted-imports': ['error', { patterns: [sdkInternals] }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/config/**', 'src/local/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'src/config is the only reader of process.env.' },
      ],
    },
  },
  {
    files: pureModules,
    rules: {
      'no-restricted-globals': ['error', 'process', 'fetch', 'require', 'Buffer'],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            sdkInternals,
            {
              group: [
                'node:*',
                'fs',
                'path',
                'crypto',
                'http',
                'https',
                'pg',
                'openai',
                'replicate',
                '@temporalio/client',
                '@temporalio/worker',
                '@temporalio/activity',
              ],
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/contract/**/*.ts', 'src/domain/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Rules take the time as an argument.' },
        { object: 'Math', property: 'random', message: 'Rules take their chance as an argument.' },
      ],
    },
  },
  // Simulators import nothing of ours, and the addresses they are sent are plain.
  { files: ['src/simulators/**/*.ts'], rules: { 'no-restricted-syntax': ['error', exportAll] } },
  {
    files: ['src/panel/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
  },
  { files: ['src/local/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
);
