import { lazyRouteComponent } from '@tanstack/react-router';
import { asError } from '../api/as-error.ts';
import { need, type Feature } from '../i18n/messages.ts';

/** That a page's script did not come: the connection is lost, or there is a new console, whose scripts have other names. */
export class NotLoaded extends Error {
  override readonly name = 'NotLoaded';

  constructor(cause: unknown) {
    super(`The page was not loaded: ${asError(cause).message}`, { cause });
  }
}

/**
 * The component `name` of a module that is loaded when it is first wanted, with the texts of the parts of the console that it has. Where that fails,
 * {@link NotLoaded} is thrown where it was to be shown: the router by itself would load the whole console anew, which without a connection leaves nothing
 * of it.
 */
export function lazyPage<Module extends Record<string, unknown>, Name extends keyof Module & string>(
  load: () => Promise<Module>,
  name: Name,
  says: readonly Feature[],
) {
  return lazyRouteComponent(async () => {
    try {
      const [module] = await Promise.all([load(), need(says)]);
      return module;
    } catch (error) {
      throw new NotLoaded(error);
    }
  }, name);
}
