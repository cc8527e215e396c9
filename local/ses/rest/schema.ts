import * as v from 'valibot';
import { fromTagList } from '../../shared/tags.ts';

/** Source: Amazon SES API v2 Reference, "CreateConfigurationSet". */
export const configurationSetName = v.pipe(
  v.string(),
  v.regex(/^[\w-]{1,64}$/, 'only 1 to 64 letters, digits, "_" and "-" are allowed'),
);

/** Source: Amazon SES API v2 Reference, "Tag". */
export const tags = v.pipe(
  v.array(
    v.object({
      Key: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
      Value: v.pipe(v.string(), v.maxLength(256)),
    }),
  ),
  v.transform(fromTagList),
);

/** A query parameter is a text, */
const pageSize = v.pipe(v.union([v.number(), v.pipe(v.string(), v.decimal(), v.transform(Number))]), v.integer());

/** and a list of one item comes as that item. */
export function listInQuery<Output>(item: v.GenericSchema<unknown, Output>): v.GenericSchema<unknown, Output[]> {
  return v.pipe(
    v.unknown(),
    v.transform((given): unknown => (Array.isArray(given) ? given : [given])),
    v.array(item),
  );
}

export const paging = {
  PageSize: v.optional(v.pipe(pageSize, v.minValue(1), v.maxValue(1000)), 1000),
  NextToken: v.optional(v.string()),
};
