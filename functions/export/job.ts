import type { ExportRow } from '../shared/exports/row.ts';
import type { ExtractionJob } from '../shared/readings/store.ts';
import type { Hold } from './hold.ts';
import type { Files } from './ports.ts';

/** What the readings store is asked for the export that a worker has. */
export function jobOf(
  { row: { organizationId, id, request }, owner }: { row: ExportRow } & Pick<Hold, 'owner'>,
  files: Pick<Files, 'keptDevices'>,
): ExtractionJob {
  const { deviceIds, metrics, from, to, window, statistics, layout, format } = request;
  return {
    organizationId,
    exportId: id,
    deviceIds,
    metrics,
    from,
    to,
    aggregation: window !== null && statistics !== null ? { window, statistics } : null,
    layout,
    format,
    owner,
    async devices() {
      const kept = await files.keptDevices({ organizationId, exportId: id });
      return kept.map((device) => device.id);
    },
  };
}
