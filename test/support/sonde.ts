import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { startStack } from '../../local/stack/stack.ts';
import { appliedSonde } from './applied.ts';
import { runSonde, type Sonde } from './running.ts';

export type { Sonde } from './running.ts';

/** How Sonde's resources are made: by the laptop's own road, or by Terraform. */
export const road = inject('road');

/** A Sonde of this test file alone; on Terraform's road the one that all files share, as it takes a minute to make. */
export async function startSonde({ signUp = 'invited' }: { signUp?: 'invited' | 'open' } = {}): Promise<Sonde> {
  if (road === 'terraform') return appliedSonde();
  const directory = await mkdtemp(join(tmpdir(), 'sonde-'));
  return runSonde(directory, ({ ports, clock, log }) =>
    startStack({ dist: inject('dist'), directory, ports, signUp, clock, log }),
  );
}
