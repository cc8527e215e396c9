import * as v from 'valibot';
import { fromTagList } from '../../shared/tags.ts';
import { count } from '../../shared/wire-values.ts';

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

export const paging = {
  PageSize: v.optional(v.pipe(count, v.minValue(1), v.maxValue(1000)), 1000),
  NextToken: v.optional(v.string()),
};
