import { LOCAL_ACCOUNT } from '../shared/service.ts';
import { invalidRequest } from './control/errors.ts';

/**
 * The name of the queue that a URL such as `http://127.0.0.1:4566/000000000000/readings` is of. Its host does not count: it may have had another port when
 * the rule was made. Throws `InvalidRequestException` for what is not the URL of a queue of the account.
 */
export function parseQueueUrl(queueUrl: string): string {
  const path = URL.canParse(queueUrl) ? new URL(queueUrl).pathname : '';
  const [, account, name, ...more] = path.split('/');
  if (account !== LOCAL_ACCOUNT || name === undefined || name === '' || more.length > 0)
    throw invalidRequest(`${queueUrl} is not the URL of a queue of account ${LOCAL_ACCOUNT}`);
  return name;
}
