/** Data types of measures, as WriteRecords names them. */
export const MEASURE_TYPES = ['DOUBLE', 'BIGINT', 'VARCHAR', 'BOOLEAN', 'TIMESTAMP'] as const;
export type MeasureType = (typeof MEASURE_TYPES)[number];

/** A measured value: text, double, 64-bit integer, boolean, or nanoseconds since the epoch for TIMESTAMP. */
export type Cell = string | number | bigint | boolean;

export interface Measure {
  /** The column that holds it. */
  readonly column: string;
  readonly type: MeasureType;
  readonly value: Cell;
}

/** A record as WriteRecords means it, after the common attributes are merged in. */
export interface Point {
  /** Position in the request. */
  readonly index: number;
  /** Name and value pairs, ordered by name. */
  readonly dimensions: readonly (readonly [name: string, value: string])[];
  readonly measureName: string;
  readonly measureType: MeasureType | 'MULTI';
  readonly measures: readonly Measure[];
  readonly timeNs: bigint;
  readonly version: bigint;
}

export interface Rejection {
  readonly RecordIndex: number;
  readonly Reason: string;
  readonly ExistingVersion?: number;
}

export interface PartitionKey {
  readonly Type: 'DIMENSION' | 'MEASURE';
  readonly Name?: string | undefined;
  readonly EnforcementInRecord?: 'REQUIRED' | 'OPTIONAL' | undefined;
}

/** What CreateTable and UpdateTable decide. */
export interface TableSettings {
  readonly memoryHours: number;
  /** Before this time, in milliseconds since 1970, the memory store takes nothing, as its retention was shorter then. */
  readonly memoryFromMs?: number | undefined;
  readonly magneticDays: number;
  readonly magneticWrites: boolean;
  /** `MagneticStoreRejectedDataLocation` as it was given: kept for Describe, nothing is written there. */
  readonly rejectedDataLocation?: unknown;
  readonly partitionKey: readonly PartitionKey[];
}

export interface TableRecord {
  readonly id: number;
  readonly database: string;
  readonly name: string;
  readonly settings: TableSettings;
  readonly createdMs: number;
  readonly updatedMs: number;
}

export interface DatabaseRecord {
  readonly name: string;
  readonly kmsKeyId: string;
  readonly createdMs: number;
  readonly updatedMs: number;
}
