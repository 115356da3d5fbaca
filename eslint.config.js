// The house rules that a machine can hold (CONTRIBUTING.md has all of them). What TypeScript itself refuses
// (enums, namespaces, parameter properties: `erasableSyntaxOnly`) is not repeated here.
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const NO_DEFAULT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: a thing has one name wherever it is used.',
};
// `as const` only narrows what is written there, so it stays free.
const CAST_OUTSIDE_PARSE = {
  selector: [
    "TSAsExpression:not([typeAnnotation.typeName.name='const'])",
    ':not(FunctionDeclaration[id.name=/^parse/] TSAsExpression)',
    ':not(VariableDeclarator[id.name=/^parse/] TSAsExpression)',
  ].join(''),
  message: '`as` belongs in a parse… function at an edge; inside, types are true.',
};
const REEXPORT_ALL = {
  selector: 'ExportAllDeclaration',
  message: 'No barrels: import from the file that says it.',
};

export default defineConfig(
  { ignores: ['**/dist/', '**/node_modules/', '.assay/', 'coverage/', 'eslint.config.js'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-param-reassign': 'error',
      'no-restricted-syntax': ['error', NO_DEFAULT, CAST_OUTSIDE_PARSE, REEXPORT_ALL],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      'object-shorthand': 'error',
      'prefer-const': 'error',

      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/default-param-last': 'error',
      '@typescript-eslint/max-params': ['error', { max: 4 }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
      // An async function may keep a contract that only others need to wait for.
      '@typescript-eslint/require-await': 'off',
    },
  },
  // Only the apps speak to a terminal.
  { files: ['packages/*/src/**'], ignores: ['**/*.test.*'], rules: { 'no-console': 'error' } },
  // Where words get their types: a brand, a schema library's answer. Everyone else calls these.
  {
    files: ['packages/vocabulary/src/{ids,instant,calendar-date,money,schema}.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT, REEXPORT_ALL] },
  },
  // A test may build the impossible value that a parser must refuse.
  {
    files: ['**/*.test.{ts,tsx}', '{packages,apps}/*/test/**'],
    rules: {
      'no-restricted-syntax': ['error', NO_DEFAULT, REEXPORT_ALL],
      'max-lines': 'off',
    },
  },
  // Tools that ask for a default export.
  {
    files: ['vitest.config.ts', '{packages,apps}/*/test/**/*.global.ts'],
    rules: { 'no-restricted-syntax': ['error', REEXPORT_ALL] },
  },
);
