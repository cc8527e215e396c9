import type { Log } from '../shared/log.ts';
import type { BuiltStack } from '../stack/stack.ts';
import type { Closable } from '../stack/closers.ts';
import { apiReload } from './api.ts';
import { collectChanges, type Batch } from './changes.ts';
import { functionReload, needingRestart, touchedFunctions } from './functions.ts';
import { Refused } from './refused.ts';
import { watchSources } from './watch.ts';

interface ReloadOptions {
  projectRoot: string;
  stack: BuiltStack;
  log: Log;
}

/** What is looked at when it begins: somebody may have saved since `dist/` was built. */
const SINCE_BUILD = 'what changed since the build';

/**
 * Puts changes of `resolvers/`, `schema/` and `functions/` in force while Sonde runs, by the operations of its services: open subscriptions and data stay.
 * What the build refuses is said, and what was in force goes on. `dist/` stays as it is, which `make` builds anew where sources are newer.
 */
export async function startReload({ projectRoot, stack, log }: ReloadOptions): Promise<Closable> {
  const { artifacts, services } = stack;
  const names = Object.keys(artifacts.functions);
  const api = apiReload(projectRoot, stack, artifacts);
  const functions = functionReload(projectRoot, services.lambda, artifacts.functions);
  let isRefused = false;

  async function work({ files, since, isOvertaken }: Batch): Promise<boolean> {
    try {
      const { changed, notes } = await api.update(isOvertaken);
      const updated = isOvertaken() ? [] : await functions.update(touchedFunctions(files, names), isOvertaken);
      const restart = needingRestart(files, names).map((file) => `${file} wants a restart`);
      const further = [...notes, ...restart];
      if (changed || updated.length > 0 || (isRefused && !isOvertaken())) {
        const what = [...updated.map((name) => `function ${name}`), ...further].map((each) => `; ${each}`).join('');
        log.info(`${nameOf(files)}: in force after ${Math.round(performance.now() - since)} ms${what}`);
        isRefused = false;
      } else if (further.length > 0 && !isOvertaken()) log.info(`${nameOf(files)}: ${further.join('; ')}`);
      return !isOvertaken();
    } catch (error) {
      if (isOvertaken()) return false;
      if (error instanceof Refused) log.warn(refusal(files, error));
      else log.error(`${nameOf(files)}: could not be put in force; restart to have it`, error);
      isRefused = true;
      return true;
    }
  }

  const changes = collectChanges(work);
  const watcher = await watchSources(
    projectRoot,
    (file) => {
      changes.add(file);
    },
    log,
  );
  changes.add(SINCE_BUILD);
  return {
    async close() {
      await watcher.close();
      await changes.close();
    },
  };
}

function refusal(files: readonly string[], { message }: Refused): string {
  const lines = message.split('\n').map((line) => `  ${line}`);
  return [`${nameOf(files)}: refused, and what was in force goes on`, ...lines].join('\n');
}

function nameOf(files: readonly string[]): string {
  const [first = '', ...others] = files.filter((file) => file !== SINCE_BUILD);
  if (first === '') return SINCE_BUILD;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
