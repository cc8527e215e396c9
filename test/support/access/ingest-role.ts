import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import * as v from 'valibot';
import { deterministicZip } from '../../../build/zip.ts';
import { physicalName, roleArn } from '../../../local/stack/names.ts';
import type { Credentials } from '../live.ts';
import type { Sonde } from '../sonde.ts';

const Session = v.object({ accessKeyId: v.string(), secretAccessKey: v.string() });

/** A function that answers the credentials that it runs with. */
const CODE = `exports.handler = async () => ({
  accessKeyId: process.env.AWS_ACCESS_KEY_ID,
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
});`;

/** Signs requests with the role of the function `ingest`: another function with that role says what its credentials are. */
export async function ingestRole({ services: { lambda }, addresses }: Sonde): Promise<Exclude<Credentials, string>> {
  const FunctionName = physicalName('credentials');
  await lambda.createFunction({
    FunctionName,
    Role: roleArn('ingest'),
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { ZipFile: deterministicZip({ 'index.js': CODE }) },
  });
  const { payload } = await lambda.invoke(FunctionName, {});
  await lambda.deleteFunction({ FunctionName });
  const signer = new SignatureV4({
    credentials: v.parse(Session, payload),
    region: addresses.region,
    service: 'appsync',
    sha256: Sha256,
  });
  const { host, hostname, protocol } = new URL(addresses.graphqlUrl);
  return async ({ path, body }) => {
    const headers = { host, 'content-type': 'application/json' };
    return (await signer.sign({ method: 'POST', protocol, hostname, path, query: {}, headers, body })).headers;
  };
}
