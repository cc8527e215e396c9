import * as v from 'valibot';
import { invalid, parseInput } from '../errors.ts';
import type { OptionValue } from './statement.ts';

/** "UNLOAD concepts" in the Timestream Developer Guide, Parameters. */
const MIN_FILE_BYTES = 16 * 2 ** 20;
const MAX_FILE_BYTES = 78 * 2 ** 30;
const QUOTE = '"';

const fileSize = v.pipe(
  v.string(),
  v.regex(/^\d+(?:\.\d+)?(?:MB|GB)$/, "must be a number and a unit, such as '0.5GB' or '24.7MB'"),
  v.transform((text) => Number.parseFloat(text) * (text.endsWith('GB') ? 2 ** 30 : 2 ** 20)),
  v.minValue(MIN_FILE_BYTES, 'must be at least 16MB'),
  v.maxValue(MAX_FILE_BYTES, 'must be at most 78GB'),
);
const character = v.pipe(
  v.string(),
  v.check((text) => text.length === 1 && text > '\0' && text <= '\x7f', 'must be a single ASCII character'),
);
const flag = v.pipe(
  v.picklist(['true', 'false']),
  v.transform((text) => text === 'true'),
);

const schema = v.strictObject({
  format: v.optional(v.picklist(['CSV', 'PARQUET']), 'CSV'),
  compression: v.optional(v.picklist(['GZIP', 'NONE']), 'GZIP'),
  encryption: v.optional(v.picklist(['SSE_KMS', 'SSE_S3']), 'SSE_S3'),
  kms_key: v.optional(v.pipe(v.string(), v.minLength(1))),
  field_delimiter: v.optional(character),
  escaped_by: v.optional(character),
  include_header: v.optional(flag),
  max_file_size: v.optional(fileSize),
  partitioned_by: v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.minLength(1))),
});

export interface CsvDialect {
  readonly delimiter: string;
  readonly escape: string;
  readonly hasHeader: boolean;
}

export interface UnloadOptions {
  /** `undefined` for Parquet. */
  readonly csv: CsvDialect | undefined;
  readonly isCompressed: boolean;
  readonly maxFileBytes: number;
  readonly partitionedBy: readonly string[];
}

/**
 * The options of an UNLOAD with their defaults. `encryption` and `kms_key` are checked, and then of no effect: nothing is encrypted here.
 * Throws ValidationException. It also refuses what the documentation leaves open: options for CSV with Parquet, a key without SSE_KMS, and characters
 * that would leave a file that cannot be read again.
 */
export function parseOptions(given: ReadonlyMap<string, OptionValue>): UnloadOptions {
  const options = parseInput(schema, Object.fromEntries(given));
  if (options.kms_key !== undefined && options.encryption !== 'SSE_KMS')
    throw invalid("kms_key is for encryption = 'SSE_KMS' only");
  if (options.format === 'PARQUET' && options.partitioned_by && options.max_file_size !== undefined)
    throw invalid('max_file_size of PARQUET with partitioned_by is not supported here');
  return {
    csv: csvDialect(options),
    isCompressed: options.compression === 'GZIP',
    maxFileBytes: options.max_file_size ?? MAX_FILE_BYTES,
    partitionedBy: options.partitioned_by ?? [],
  };
}

function csvDialect(options: v.InferOutput<typeof schema>): CsvDialect | undefined {
  const { format, field_delimiter, escaped_by, include_header } = options;
  if (format === 'PARQUET') {
    for (const [name, value] of Object.entries({ field_delimiter, escaped_by, include_header }))
      if (value !== undefined) throw invalid(`${name} is for format = 'CSV' only`);
    return undefined;
  }
  const delimiter = field_delimiter ?? ',';
  const escape = escaped_by ?? '\\';
  if (/[\r\n]/.test(delimiter + escape))
    throw invalid('A line break as field_delimiter or escaped_by is not supported here');
  if (delimiter === escape || delimiter === QUOTE || escape === QUOTE)
    throw invalid(`field_delimiter, escaped_by and the quote character ${QUOTE} must differ`);
  return { delimiter, escape, hasHeader: include_header ?? false };
}
