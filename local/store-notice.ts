import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from './settings.ts';
import { stateDirectory } from './settings.ts';
import { STATE_LOCK } from './stack/held-folder.ts';

const NAMES = { timestream: 'Timestream', dynamodb: 'DynamoDB' } as const;

/** What is said before Sonde starts: which readings store and which state it uses, and where that of the other store is, which stays as it is. */
export function storeNotice({ directory, store }: Pick<Settings, 'directory' | 'store'>): string {
  const other = store === 'timestream' ? 'dynamodb' : 'timestream';
  const own = `Readings are kept in ${NAMES[store]}; the state is in ${stateDirectory({ directory, store })}.`;
  const others = stateDirectory({ directory, store: other });
  if (!existsSync(join(others, STATE_LOCK))) return own;
  return `${own} That of STORE=${other}, in ${others}, is another one and stays as it is.`;
}
