import { AwsError } from '../../shared/aws-error.ts';
import type { RestOperations } from '../../shared/rest-service.ts';

/** Operations on authorities that are registered, which there are none of here, and on certificates that they signed. */
const ROUTES: Readonly<Record<string, string>> = {
  RegisterCACertificate: 'POST /cacertificate',
  RegisterCertificate: 'POST /certificate/register',
};

/** Refuses, by their names, what is asked for first of all that is not there. */
export function unsupportedOperations(): RestOperations {
  const entries = Object.entries(ROUTES).map(([name, route]) => {
    const run = (): never => {
      throw new AwsError('UnknownOperationException', `The operation ${name} is not supported here`, {}, 404);
    };
    return [name, { route, run }] as const;
  });
  return Object.fromEntries(entries);
}
