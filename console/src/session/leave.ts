import { signOut } from 'aws-amplify/auth';
import { throwOfPool } from '../api/errors.ts';

/** Signs out, here or on all devices. Who signs in next begins at the beginning: what this person looked at is nothing to them. */
export async function leave({ everywhere = false } = {}): Promise<void> {
  await signOut({ global: everywhere }).catch(throwOfPool);
  history.replaceState(null, '', '/');
}
