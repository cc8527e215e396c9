import type { Clock } from '../../shared/service.ts';
import type { Stage } from '../model.ts';
import { TokenBucket } from './token-bucket.ts';

/** Of an account in one Region. Source: API Gateway Developer Guide, "API Gateway account-level quotas, per Region". */
export const ACCOUNT_LIMITS = { throttlingBurstLimit: 5000, throttlingRateLimit: 10_000 } as const;

/** Each route of a stage has a bucket of its own, as large as the route's settings say, else those of the stage. */
export class Throttle {
  private readonly clock: Clock;
  private readonly buckets = new Map<string, TokenBucket>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** @returns whether a request may pass */
  admits(apiId: string, { stageName, defaultRouteSettings, routeSettings }: Stage, routeKey: string): boolean {
    const own = Object.hasOwn(routeSettings, routeKey) ? routeSettings[routeKey] : undefined;
    const { throttlingBurstLimit, throttlingRateLimit } = { ...ACCOUNT_LIMITS, ...defaultRouteSettings, ...own };
    const limits = { burst: throttlingBurstLimit, ratePerSecond: throttlingRateLimit };
    const now = this.clock();
    const name = [apiId, stageName, routeKey].join('/');
    const bucket = this.buckets.get(name) ?? new TokenBucket(limits, now);
    this.buckets.set(name, bucket);
    return bucket.take(limits, now);
  }
}
