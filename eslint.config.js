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
  {
    // What a person reads is in the catalogues, in each language. What is shown when nothing could be loaded cannot be.
    files: ['console/src/**/*.tsx'],
    ignores: ['console/src/shell/broken.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          'JSXText[value=/^(?!\\s*Sonde\\s*$).*\\p{L}/su]',
          'JSXElement > JSXExpressionContainer > Literal[value=/\\p{L}/u]',
          'JSXAttribute[name.name=/^(aria-\\w*label|aria-description|title|label|placeholder|alt|description)$/] > Literal[value=/\\p{L}/u]',
        ].map((selector) => ({
          selector,
          message: 'Texts belong in messages/en and messages/fr: useText() or <Say>.',
        })),
      ],
    },
  },
  // APPSYNC_JS has no `includes`.
  { files: ['resolvers/**/*.ts'], rules: { '@typescript-eslint/prefer-includes': 'off' } },
  // A test that finds nothing where it expects something should fail, and does.
  { files: ['**/*.test.ts', '**/testing/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  {
    // CloudFront calls the function of this name.
    files: ['terraform/modules/console/*.js'],
    rules: { '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^handler$' }] },
  },
);
