import redos from 'eslint-plugin-redos'
import { defineConfig, globalIgnores } from 'eslint/config'
import { configs } from 'typescript-eslint'

/** What a pure core must not reach for, whichever way it is written. */
const impure = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time arrives as an argument.' },
  { selector: 'CallExpression[callee.name="Date"]', message: 'Time arrives as an argument.' },
  { selector: 'MemberExpression[object.name="Date"][property.name="now"]', message: 'Time arrives as an argument.' },
  { selector: 'MemberExpression[object.name="Math"][property.name="random"]', message: 'Randomness arrives as an argument.' },
]
const unreadable = [{ selector: 'ExportAllDeclaration', message: 'A barrel is a list one can read: export by name.' }]

export default defineConfig(
  globalIgnores(['dist', 'coverage', 'docs', '.stryker']),
  {
    files: ['**/*.ts'],
    extends: [configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-syntax': ['error', ...unreadable],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { redos },
    rules: {
      // No expression takes more than linear time, whatever it is given. One that cannot be judged is none of ours either.
      'redos/no-vulnerable': ['error', { ignoreErrors: false, timeout: 60_000 }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...unreadable, ...impure],
    },
  },
  {
    files: ['src/adapters/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...unreadable] },
  },
  {
    files: ['test/**/*.ts', 'examples/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['test/types/**/*.test-d.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
    },
  },
)
