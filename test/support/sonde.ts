import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { stateDirectory } from '../../local/settings.ts';
import { startStack, type StackOptions } from '../../local/stack/stack.ts';
import { appliedSonde } from './applied.ts';
import { runSonde, type Sonde } from './running.ts';

export type { Sonde } from './running.ts';

/** How Sonde's resources are made: by the laptop's own road, or by Terraform. */
export const road = inject('road');
/** What readings are kept in, in this run of the file: those about readings run once for each store. */
export const store = inject('store') ?? 'timestream';

/** A Sonde of this test file alone; on Terraform's road the one that all files share, as it takes a minute to make. */
export async function startSonde(options: Pick<StackOptions, 'signUp' | 'store'> = {}): Promise<Sonde> {
  if (road === 'terraform') return appliedSonde();
  const directory = await mkdtemp(join(tmpdir(), 'sonde-'));
  const chosen = { store, ...options };
  const state = stateDirectory({ directory, ...chosen });
  return runSonde(
    directory,
    (running) => startStack({ dist: inject('dist'), directory: state, ...chosen, ...running }),
    state,
  );
}
