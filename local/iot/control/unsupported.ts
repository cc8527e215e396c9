import { AwsError } from '../../shared/aws-error.ts';
import type { RestOperations } from '../../shared/rest-service.ts';

/** Operations on certificates, which the broker does not look at. */
const ROUTES: Readonly<Record<string, string>> = {
  CreateCertificateFromCsr: 'POST /certificates',
  CreateKeysAndCertificate: 'POST /keys-and-certificate',
  DeleteCertificate: 'DELETE /certificates/:certificateId',
  DescribeCertificate: 'GET /certificates/:certificateId',
  ListCertificates: 'GET /certificates',
  RegisterCACertificate: 'POST /cacertificate',
  RegisterCertificate: 'POST /certificate/register',
  RegisterCertificateWithoutCA: 'POST /certificate/register-no-ca',
  UpdateCertificate: 'PUT /certificates/:certificateId',
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
