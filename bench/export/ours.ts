import { READINGS } from '../../local/stack/names.ts';
import { assignment, report } from './child.ts';
import { BEGIN, DEVICES, endOf, EXPORT_ID, ORGANIZATION_ID } from './data.ts';
import { makeExport } from './make-export.ts';

/** The worker of exports makes one file. */

const { rows, buckets } = assignment();
report(
  await makeExport({
    location: { kind: 'timestream', ...READINGS },
    organizationId: ORGANIZATION_ID,
    exportId: EXPORT_ID,
    devices: DEVICES,
    from: BEGIN,
    to: endOf(rows),
    buckets,
  }),
);
