import { once } from 'node:events';
import { watch } from 'chokidar';
import type { Log } from '../shared/log.ts';
import type { Closable } from '../stack/closers.ts';

/** What the API and its functions are made of. */
const FOLDERS = ['resolvers', 'schema', 'functions'];
/** What is beside it in the same folders: tests, and what they share. */
const BESIDE = /\.test\.ts$|(?:^|[\\/])(?:testing|__snapshots__)(?:[\\/]|$)/;
const SOURCE = /\.(?:ts|graphql)$/;

/**
 * Tells of each source of the API and its functions that is written, made or gone from now on, however editors save.
 * @param changed gets the path in the project, with `/`
 */
export async function watchSources(projectRoot: string, changed: (file: string) => void, log: Log): Promise<Closable> {
  const watcher = watch(FOLDERS, {
    cwd: projectRoot,
    ignoreInitial: true,
    ignored: (path, stats) => BESIDE.test(path) || (stats?.isFile() === true && !SOURCE.test(path)),
  });
  watcher.on('all', (event, path) => {
    // A folder says nothing that its files do not.
    if (event === 'add' || event === 'change' || event === 'unlink') changed(path.replaceAll('\\', '/'));
  });
  watcher.on('error', (cause) => {
    log.error('Changes of sources cannot be followed any more: restart to have them in force', cause);
  });
  await once(watcher, 'ready');
  return watcher;
}
