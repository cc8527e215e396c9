import js from '@eslint/js';
import appsync from '@aws-appsync/eslint-plugin';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// Rules that are about TypeScript are in .oxlintrc.jsonc: there they take a tenth of the time.
export default defineConfig(
  { ignores: ['dist/', 'node_modules/', '.sonde/', '**/generated/', 'coverage/', 'screenshots/'] },
  { files: ['**/*.js', '**/*.mjs'], ...js.configs.recommended },
  {
    // CloudFront calls the function of this name.
    files: ['terraform/modules/console/*.js'],
    rules: { 'no-unused-vars': ['error', { varsIgnorePattern: '^handler$' }] },
  },
  {
    // What AppSync would refuse is refused here. Tests and the wiring run in Node, not in APPSYNC_JS.
    files: ['resolvers/**/*.ts'],
    ignores: ['resolvers/**/*.test.ts', 'resolvers/testing/**', 'resolvers/wiring.ts', 'resolvers/tables.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    extends: [appsync.configs.recommended],
  },
  {
    // What a person reads is in the catalogues, in each language. What is shown when nothing could be loaded cannot be.
    files: ['console/src/**/*.tsx'],
    ignores: ['console/src/shell/broken.tsx'],
    languageOptions: { parser: tseslint.parser },
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
);
