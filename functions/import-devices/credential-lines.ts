import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Connection } from '../shared/credentials/connection.ts';
import type { MadeCertificate } from './made-certificates.ts';

/** What a device of an import connects with. */
export interface DeviceCredentials extends Pick<MadeCertificate, 'certificatePem' | 'privateKeyPem'>, Connection {
  /** Where its row begins in the file. */
  line: number;
  deviceId: string;
  name: string;
  certificateId: string;
}

const compress = promisify(gzip);

/** A JSON object a line, as one gzip member: members after one another are one file. Source: RFC 1952, section 2.2. */
export function credentialLines(credentials: readonly DeviceCredentials[]): Promise<Buffer> {
  return compress(credentials.map((one) => `${JSON.stringify(one)}\n`).join(''));
}
