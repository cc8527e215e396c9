/** Source: API Gateway Developer Guide, "Throttling requests to your HTTP API": each request takes a token, and `ratePerSecond` come back. */
export interface Limits {
  /** How many requests may come at once. */
  burst: number;
  ratePerSecond: number;
}

export class TokenBucket {
  private tokens: number;
  private filledAt: number;

  constructor({ burst }: Limits, nowMs: number) {
    this.tokens = burst;
    this.filledAt = nowMs;
  }

  /** @returns whether there was one left */
  take({ burst, ratePerSecond }: Limits, nowMs: number): boolean {
    const seconds = Math.max(0, nowMs - this.filledAt) / 1000;
    this.tokens = Math.min(burst, this.tokens + seconds * ratePerSecond);
    this.filledAt = nowMs;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
