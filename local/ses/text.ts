import * as v from 'valibot';

/**
 * A text and its character set. Without one SES takes it for 7-bit ASCII, so that what is beyond arrives garbled.
 * Source: Amazon SES API v2 Reference, "Content".
 */
export const encodedText = v.pipe(
  v.object({ Data: v.string(), Charset: v.optional(v.string()) }),
  v.transform(({ Data, Charset }) => (Charset === undefined ? Data.replace(/\P{ASCII}/gu, '?') : Data)),
);
