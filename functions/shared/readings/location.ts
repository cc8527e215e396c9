import * as v from 'valibot';

/** Where the readings of a deployment are kept. */
export type ReadingsLocation = v.InferOutput<typeof ReadingsLocation>;

const Name = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_.-]{3,255}$/, 'must be a name of 3 to 255 letters, digits, _ . or -'),
);

const Timestream = v.pipe(
  v.string(),
  v.startsWith('timestream:'),
  v.transform((text) => text.slice('timestream:'.length).split('/')),
  v.strictTuple([Name, Name]),
  v.transform(([database, table]) => ({ kind: 'timestream' as const, database, table })),
);

const Days = v.pipe(
  v.string(),
  v.regex(/^[1-9]\d{0,4}$/, 'must be a whole number of days from 1 to 99999'),
  v.transform(Number),
);

const DynamoDb = v.pipe(
  v.string(),
  v.startsWith('dynamodb:'),
  v.transform((text) => text.slice('dynamodb:'.length).split('/')),
  v.strictTuple([Name, Days]),
  v.transform(([table, retentionDays]) => ({ kind: 'dynamodb' as const, table, retentionDays })),
);

/** `timestream:<database>/<table>`, or `dynamodb:<table>/<days that readings are kept>`: one variable of a function's environment. */
export const ReadingsLocation = v.union(
  [Timestream, DynamoDb],
  'must be timestream:<database>/<table> or dynamodb:<table>/<days that readings are kept>',
);
