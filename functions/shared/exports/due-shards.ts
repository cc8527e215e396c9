/**
 * The values of `shard` in the index `due` of the table `exports`: writers choose one at random, the sweep asks for each. There are several, as a
 * partition of an index takes only so many writes. One may be added; one that is taken away leaves the exports in it to nobody.
 */
export const DUE_SHARDS = ['0', '1', '2', '3'] as const;
