import js from '@eslint/js';
import appsync from '@aws-appsync/eslint-plugin';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.sonde/', '**/generated/', 'coverage/', 'screenshots/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: 'error',
    },
  },
  {
    // What AppSync would refuse is refused here. Tests and the wiring run in Node, not in APPSYNC_JS.
    files: ['resolvers/**/*.ts'],
    ignores: ['resolvers/**/*.test.ts', 'resolvers/testing/**', 'resolvers/wiring.ts', 'resolvers/tables.ts'],
    ...appsync.configs?.recommended,
  },
  // APPSYNC_JS has no `includes`.
  { files: ['resolvers/**/*.ts'], rules: { '@typescript-eslint/prefer-includes': 'off' } },
  // A test that finds nothing where it expects something should fail, and does.
  { files: ['**/*.test.ts', '**/testing/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
);
