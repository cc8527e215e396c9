import * as v from 'valibot';

/**
 * A text and its character set. Without one SES takes it for 7-bit ASCII, so that what is beyond arrives garbled.
 * Source: Amazon SES API v2 Reference, "Content".
 */
export const encodedText = v.pipe(
  v.object({ Data: v.string(), Charset: v.optional(v.string()) }),
  v.transform(({ Data, Charset }) => (Charset === undefined ? Data.replace(/\P{ASCII}/gu, '?') : Data)),
);

const tagText = v.pipe(v.string(), v.regex(/^[\w-]{1,256}$/, 'only 1 to 256 letters, digits, "_" and "-" are allowed'));

/** What a sender wants to find in the events of a message. Source: Amazon SES API v2 Reference, "MessageTag". */
export const messageTag = v.pipe(
  v.object({ Name: tagText, Value: tagText }),
  v.transform(({ Name, Value }) => ({ name: Name, value: Value })),
);
