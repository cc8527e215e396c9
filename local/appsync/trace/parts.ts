import type { ApiParts } from '../api/executable.ts';
import type { DataSourceRecord, Records } from '../control/records.ts';
import type { CodeName } from './trace.ts';
import type { Tracer } from './tracer.ts';

/** The parts of an API with somebody around each who tells what it does. */
export function tracedParts(
  tracer: Tracer,
  { apiId, records }: { apiId: string; records: Pick<Records, 'functions' | 'resolvers'> },
  parts: ApiParts<DataSourceRecord>,
): ApiParts<DataSourceRecord> {
  return {
    loadCode: (source, fileName) => tracer.code(parts.loadCode(source, fileName), nameOf(apiId, records, fileName)),
    dataSource: (record, name) => tracer.dataSource(parts.dataSource(record, name), name, record.type),
  };
}

/** @param fileName the id of a function, or a resolver's `Type.field`, with `.js` */
function nameOf(
  apiId: string,
  { functions, resolvers }: Pick<Records, 'functions' | 'resolvers'>,
  fileName: string,
): CodeName {
  const key = fileName.replace(/\.js$/, '');
  const resolver = resolvers.get(`${apiId}/${key}`);
  return resolver ? { name: key, kind: resolver.kind } : { name: functions.get(`${apiId}/${key}`)?.name ?? key };
}
