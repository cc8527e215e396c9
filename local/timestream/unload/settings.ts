/** How UNLOAD behaves beyond what a query says. The object may be changed at any time, as a test needs it. */
export interface UnloadSettings {
  /** How long a poll waits for the end before it answers with an empty page, in milliseconds. 1,000 by default. */
  pollWaitMs?: number;
  /** So many polls get an empty page, even if the UNLOAD has ended. None by default. */
  minimumPolls?: number;
  /** More UNLOADs a second are throttled; AWS allows one. No limit by default. */
  perSecond?: number;
  /**
   * Is awaited each time that one of the files with rows is stored, with how many are stored now. When it rejects, the UNLOAD fails there: with that
   * error where it is an AwsError, else with `QueryExecutionException`.
   */
  afterFile?: (files: number) => Promise<void>;
}
