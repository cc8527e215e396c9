import type { ExportRow } from '../shared/exports/row.ts';
import type { ExtractionJob } from '../shared/readings/store.ts';

/** What the readings store is asked for an export. */
export function jobOf({ organizationId, id, request }: ExportRow, owner: string): ExtractionJob {
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
  };
}
