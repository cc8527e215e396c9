import { unlessThere } from '../../shared/aws-error.ts';
import type { JsonCaller } from '../../shared/json-service.ts';
import { MAIL_FROM } from '../names.ts';

/** Makes the sender one from whom mail is taken. */
export async function ensureSender(ses: JsonCaller): Promise<void> {
  await unlessThere('AlreadyExistsException', () => ses('CreateEmailIdentity', { EmailIdentity: MAIL_FROM }));
}
