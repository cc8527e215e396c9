import type { ExportFile, ExportRow, ExportUpload } from '../shared/exports/row.ts';
import type { Log } from '../shared/logger.ts';
import type { Mailer } from '../shared/mail/mailer.ts';
import type { ReadingExporter } from '../shared/readings/store.ts';

/** What the worker needs of the world. Each is an interface, so that a test can break it. */
export interface Ports {
  exports: ExportsTable;
  devices: Devices;
  people: People;
  readings: ReadingExporter;
  files: Files;
  mailer: Mailer;
  events: Events;
  settings: Settings;
  /** Milliseconds since 1970. */
  clock: () => number;
  log: Log;
}

export interface Settings {
  /** How many days files and links live. */
  days: number;
  /** What the links of mails begin with. */
  downloadUrl: string;
  /** How large a part of an upload is at least, in bytes. S3 takes none under 5 MiB but the last. */
  partBytes: number;
  /** How often a worker says that it is there, and how far, in ms. */
  beat: number;
}

export interface ExportKey {
  organizationId: string;
  exportId: string;
}

/** The export as a worker last saw it: what it may be changed from. */
export type Seen = Pick<ExportRow, 'organizationId' | 'id' | 'status' | 'deletedAt' | 'recipients'>;

/** Attributes to be replaced; those that are undefined are removed. */
export type Changes = Partial<
  Pick<ExportRow, 'status' | 'progress' | 'startedAt' | 'recipients' | 'files' | 'work' | 'tries'>
>;

/** How an export ends. */
export type Ending =
  | { status: 'SUCCEEDED'; files: ExportFile[]; rows: number; bytes: number; expiresAt: string }
  | { status: 'FAILED'; error: { type: string; message: string } };

/**
 * The table of exports. A change is made only while the worker's lease holds and the export is as it was seen: otherwise it rejects with
 * {@link Overtaken}, and nothing is changed. Each change that clients can see counts the version up.
 */
export interface ExportsTable {
  /** Takes the export for `owner` until a time; undefined where another worker has it, nobody has to look at it, or there is none. */
  lease(key: ExportKey, owner: string, until: string): Promise<ExportRow | undefined>;
  /** Reads the export if it is still `owner`'s. */
  reload(key: ExportKey, owner: string): Promise<ExportRow | undefined>;
  change(seen: Seen, owner: string, changes: Changes): Promise<ExportRow>;
  /** Prolongs the lease, and says how far the export is. */
  beat(seen: Seen, owner: string, beat: { until: string; progress: number }): Promise<void>;
  /** Ends the export, in one transaction with what it counted for in its organization. */
  end(seen: Seen, owner: string, ending: Ending): Promise<ExportRow>;
  /** The files are gone: what was SUCCEEDED is EXPIRED, and no secret of a link is kept. */
  expire(seen: Seen, owner: string): Promise<ExportRow>;
  /** Gives the export back. @param dueAt when somebody must look at it again; null where nobody must */
  release(seen: Seen, owner: string, dueAt: string | null): Promise<void>;
  /** Removes the row, the last trace of the export. */
  remove(seen: Seen, owner: string): Promise<void>;
}

export interface Device {
  id: string;
  name: string;
  /** Of the metrics that have one, as pairs of metric and unit. */
  units: readonly (readonly [metric: string, unit: string])[];
}

export interface Devices {
  /** The devices with these ids, or all of the organization, as they are now. Those that do not exist are left out. */
  list(organizationId: string, ids: readonly string[] | null): Promise<Device[]>;
}

export interface Person {
  id: string;
  name: string;
  email: string;
  locale: 'en' | 'fr';
  isActive: boolean;
  /** What the mail service said of their address; undefined while mail reaches it. */
  mailStatus: 'BOUNCED' | 'COMPLAINED' | undefined;
}

export interface People {
  organizationName(organizationId: string): Promise<string>;
  /** Undefined for one who has been deleted. */
  find(organizationId: string, identityId: string): Promise<Person | undefined>;
}

/** The buckets. Keys are made of the export's, so that nothing of another organization can be named. */
export interface Files {
  /** Keeps the devices of the export as they were when it was begun. */
  keepDevices(key: ExportKey, devices: readonly Device[]): Promise<void>;
  keptDevices(key: ExportKey): Promise<Device[]>;
  /** Begins the upload of the export's one file. @returns its id and the file's key */
  beginUpload(key: ExportKey, file: { name: string; contentType: string }): Promise<Pick<ExportUpload, 'id' | 'key'>>;
  /** @param number from 1; a part that is there already is replaced. Rejects with {@link UploadGone} @returns the part's entity tag */
  uploadPart(upload: Pick<ExportUpload, 'id' | 'key'>, number: number, body: Buffer): Promise<string>;
  /**
   * Makes the parts one file. Harmless where that has been done. Rejects with {@link UploadGone} where there is no file, and the parts are gone or are
   * not those that `digest` names.
   */
  completeUpload(upload: ExportUpload): Promise<void>;
  /** Ends uploads that were begun and not completed. Harmless when repeated. */
  abortUploads(key: ExportKey): Promise<void>;
}

/** An upload that was begun is there no more: the file has to be made anew. */
export class UploadGone extends Error {
  override readonly name = 'UploadGone';
}

export interface Events {
  /** Pushes the export as it is now to subscribers. */
  publish(key: ExportKey): Promise<void>;
}
