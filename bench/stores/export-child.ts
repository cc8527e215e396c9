import { ulid } from 'ulid';
import * as v from 'valibot';
import { ReadingsLocation } from '../../functions/shared/readings/location.ts';
import { assignment, report } from '../export/child.ts';
import { makeExport } from '../export/make-export.ts';
import { DEVICE_ID, METRICS, ORGANIZATION_ID, periodOf, READINGS_A_DAY } from './data.ts';

/** The worker of exports makes one file of all that the store of the environment has. */

const { rows, buckets } = assignment();
report(
  await makeExport({
    location: v.parse(ReadingsLocation, process.env.READINGS_STORE),
    organizationId: ORGANIZATION_ID,
    exportId: ulid(),
    devices: [{ id: DEVICE_ID, name: 'Cold room', units: METRICS.map(({ name, unit }) => [name, unit] as const) }],
    ...periodOf(rows / READINGS_A_DAY),
    buckets,
  }),
);
