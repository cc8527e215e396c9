import type { ModuleTable } from '../import-rules.ts';
import type { Run } from '../run.ts';
import { consoleFunctions } from './console.ts';
import { dynamodbModule } from './dynamodb/index.ts';
import { extensions } from './extensions.ts';
import { runtime } from './runtime.ts';
import { util } from './util.ts';

/** A function of the library. Its arguments come as JSON brought them: `null` for what was left out. */
export type LibraryFunction = (run: Run, ...values: readonly unknown[]) => unknown;
export type LibraryPart = LibraryFunction | { readonly [name: string]: LibraryPart };

/** What code can import, by module, and `console`, which needs no import. */
export const library = {
  '@aws-appsync/utils': { util, extensions, runtime },
  '@aws-appsync/utils/dynamodb': dynamodbModule,
  console: consoleFunctions,
} as const satisfies Record<string, LibraryPart>;

/** What the modules export; those that are refused here have none. */
export const moduleTable: ModuleTable = {
  '@aws-appsync/utils': Object.keys(library['@aws-appsync/utils']),
  '@aws-appsync/utils/dynamodb': Object.keys(dynamodbModule),
  '@aws-appsync/utils/rds': undefined,
  '@aws-appsync/utils/ai': undefined,
};
