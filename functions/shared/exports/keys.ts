/** What the keys of all that belongs to an export begin with, in either bucket: tenancy is in the key. */
export function prefixOf({ organizationId, exportId }: { organizationId: string; exportId: string }): string {
  return `${organizationId}/${exportId}/`;
}
