import type { AuditRow } from '../shared/audit/event.ts';
import type { Connection } from '../shared/credentials/connection.ts';
import type { DeviceKey } from '../shared/credentials/device.ts';
import type { CertificateEntry } from '../shared/credentials/entry.ts';
import type { IssuedCertificate } from '../shared/credentials/issue.ts';
import type { ImportRow } from '../shared/imports/row.ts';
import type { SeenJob } from '../shared/jobs/leased-table.ts';
import type { Log } from '../shared/logger.ts';
import type { DeviceInput } from './csv/device-rules.ts';

/** What the worker needs of the world. Each is an interface, so that a test can break it. */
export interface Ports {
  imports: ImportsTable;
  devices: Devices;
  files: Files;
  certificates: Certificates;
  settings: Settings;
  /** Milliseconds since 1970. */
  clock: () => number;
  log: Log;
}

export interface Settings {
  /** How many rows are done between two checkpoints. */
  chunkRows: { withCredentials: number; without: number };
}

export interface ImportKey {
  organizationId: string;
  importId: string;
}

/** Attributes to be replaced; those that are undefined are removed. */
export type Changes = Partial<
  Pick<
    ImportRow,
    'status' | 'rows' | 'succeeded' | 'failed' | 'startedAt' | 'expiresAt' | 'removeAt' | 'work' | 'tries'
  >
>;

/** How an import ends that has not been cancelled. */
export type Ending =
  { status: 'COMPLETED'; expiresAt: string } | { status: 'FAILED'; error: { type: string; message: string } };

/** The table of imports, as `leasedTable` has it. Each change that clients can see counts the version up. */
export interface ImportsTable {
  lease(key: ImportKey, owner: string, until: string): Promise<ImportRow | undefined>;
  reload(key: ImportKey, owner: string): Promise<ImportRow | undefined>;
  change(seen: SeenJob, owner: string, changes: Changes): Promise<ImportRow>;
  /** Prolongs the lease. */
  beat(seen: SeenJob, owner: string, until: string): Promise<void>;
  /** Ends the import, in one transaction with what it counted for in its organization. */
  end(seen: SeenJob, owner: string, ending: Ending): Promise<ImportRow>;
  release(seen: SeenJob, owner: string, dueAt: string | null): Promise<void>;
}

/** A device that is to be made. */
export interface NewDevice {
  id: string;
  input: DeviceInput;
  certificate?: CertificateEntry;
  /** Who made it: there is one exactly where the device was made, even if it was deleted since. */
  event: AuditRow;
}

export interface Devices {
  /**
   * Makes devices, each in one transaction with its event, unless the event is there already.
   * @param isOurs whether they may still be made: asked before each request
   * @returns why some were not made, by id
   */
  make(devices: readonly NewDevice[], isOurs: () => void): Promise<ReadonlyMap<string, string>>;
  /** Which of these events are there. */
  eventsThere(organizationId: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** The bucket. Keys are made of the import's, so that nothing of another organization can be named. */
export interface Files {
  /** What was uploaded; undefined where nothing was. */
  upload(key: ImportKey): Promise<Buffer | undefined>;
  /** Keeps a file of the work under a name. @returns its key */
  keep(key: ImportKey, name: string, body: Buffer): Promise<string>;
  read(objectKey: string): Promise<Buffer>;
  /** Joins kept files whose names begin with `prefix`, in the order of their names, after `head`, as what clients get. */
  join(key: ImportKey, prefix: string, to: Joined): Promise<void>;
  /** Removes all files of the import but these. */
  removeAllBut(key: ImportKey, objectKeys: readonly string[]): Promise<void>;
}

export interface Joined {
  objectKey: string;
  contentType: string;
  head: Buffer;
}

/** Certificates of new devices, as many a second as AWS IoT takes. */
export interface Certificates {
  /** Makes one that nobody can connect with yet. Rejects with a `ValidationError` where the request is not good. */
  issue(device: CertificateOf, signingRequest: string | undefined): Promise<IssuedCertificate>;
  /** @returns whether it can be connected with; false where it has been revoked meanwhile */
  activate(certificateId: string): Promise<boolean>;
  /** Removes the certificates of a device that is not there. Never rejects. */
  clear(device: DeviceKey): Promise<void>;
  /** Removes all that there is in AWS IoT of a device that is not made. Never rejects. */
  discard(device: DeviceKey): Promise<void>;
  /** What a device needs to know to connect. */
  connection(device: DeviceKey): Connection;
}

export interface CertificateOf extends DeviceKey {
  /** The identity that gets it. */
  createdBy: string;
}
