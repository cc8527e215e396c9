import type { Log } from '../shared/log.ts';
import type { LambdaInvoker, MailSink } from '../shared/ports.ts';
import type { Clock } from '../shared/service.ts';
import type { Sessions } from './sign-in/sessions.ts';
import type { Store } from './store.ts';

/** What the operations work with. */
export interface Context {
  store: Store;
  sessions: Sessions;
  clock: Clock;
  log: Log;
  lambda: LambdaInvoker;
  mail: MailSink;
  /** The issuer of a pool's tokens: a URL that ends in the pool's id. */
  issuer: (poolId: string) => string;
}
