/**
 * The values of `shard` in the index `due` of a table of jobs: writers choose one at random, who looks for what is due asks for each. There are several,
 * as a partition of an index takes only so many writes. One may be added; one that is taken away leaves the jobs in it to nobody.
 */
export const DUE_SHARDS = ['0', '1', '2', '3'] as const;
