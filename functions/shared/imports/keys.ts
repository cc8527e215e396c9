interface ImportKey {
  organizationId: string;
  importId: string;
}

/** What the keys of all objects of an import begin with: tenancy is in the key. */
export function prefixOf({ organizationId, importId }: ImportKey): string {
  return `imports/${organizationId}/${importId}/`;
}

/** What the client uploads. */
export const uploadKey = (key: ImportKey): string => `${prefixOf(key)}upload.csv`;

/** What became of each row. */
export const reportKey = (key: ImportKey): string => `${prefixOf(key)}report.csv`;

/** What the devices connect with, keys among it. */
export const credentialsKey = (key: ImportKey): string => `${prefixOf(key)}credentials.ndjson.gz`;
