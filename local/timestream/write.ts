import { AwsError } from '../shared/aws-error.ts';
import type { JsonOperations } from '../shared/json-service.ts';
import type { Clock } from '../shared/service.ts';
import { isForMemoryStore, violation } from './limits.ts';
import { parseWriteRequest } from './records.ts';
import type { Catalog } from './storage/catalog.ts';
import type { Point, Rejection } from './storage/types.ts';
import type { Writer } from './storage/writer.ts';
import { existingTable } from './existing.ts';

interface WriteOptions {
  readonly catalog: Catalog;
  readonly writer: Writer;
  readonly clock: Clock;
}

/** WriteRecords: what is refused is answered record by record, all else is written. */
export function writeOperations({ catalog, writer, clock }: WriteOptions): JsonOperations {
  return {
    async WriteRecords(input) {
      const { database, table: name, points } = parseWriteRequest(input);
      const table = existingTable(catalog, database, name);
      const nowMs = clock();
      const rejections: Rejection[] = [];
      const accepted: Point[] = [];
      for (const point of points) {
        const reason = violation(point, table.settings, nowMs);
        if (reason === undefined) accepted.push(point);
        else rejections.push({ RecordIndex: point.index, Reason: reason });
      }
      if (accepted.length > 0) rejections.push(...(await writer.write(table, accepted)));
      if (rejections.length > 0) throw rejectedRecords(rejections);
      const inMemory = points.filter((point) => isForMemoryStore(point, table.settings, nowMs)).length;
      return {
        RecordsIngested: { Total: points.length, MemoryStore: inMemory, MagneticStore: points.length - inMemory },
      };
    },
  };
}

function rejectedRecords(rejections: readonly Rejection[]): AwsError {
  return new AwsError(
    'RejectedRecordsException',
    'One or more records have been rejected. See RejectedRecords for details.',
    { RejectedRecords: rejections.toSorted((a, b) => a.RecordIndex - b.RecordIndex) },
    419,
  );
}
