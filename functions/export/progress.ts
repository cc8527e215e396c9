/** How far an export is when its rows have been got out of the store, in percent: for Parquet files that is all there is to be done. */
export const EXTRACTED = { CSV: 40, PARQUET: 99 } as const;

/** How far a CSV export is when all parts of its file have been uploaded, in percent: the last one is for the end. */
export const UPLOADED = 99;
