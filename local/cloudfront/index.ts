import type { Log } from '../shared/log.ts';
import { openRecords } from '../shared/records.ts';
import type { Clock, Service } from '../shared/service.ts';
import { accessControlOperations } from './control/access-controls.ts';
import { cachePolicyOperations } from './control/cache-policies.ts';
import { distributionOperations } from './control/distributions.ts';
import { functionOperations } from './control/functions.ts';
import { headersPolicyOperations } from './control/headers-policies.ts';
import { tagOperations } from './control/tags.ts';
import { kinds } from './records.ts';
import { createFront, type Front } from './requests/front.ts';
import { restXml } from './rest-xml.ts';

export interface CloudFrontOptions {
  /** Where distributions and all that belongs to them are kept; made if it is missing. */
  directory: string;
  log: Log;
  clock?: Clock;
  /** Whose buckets are the origins. */
  s3: Pick<Service, 'handle'>;
}

export interface CloudFront extends Service {
  /** Answers a viewer's request, if there is a distribution that it is for. Never rejects. */
  readonly fetch: Front;
}

/**
 * Stands in for Amazon CloudFront: distributions of private buckets, with a function at viewers' requests and a response headers policy, and the
 * distributions themselves. Other origins, further cache behaviors and policies, logs and invalidations are refused by name.
 */
export async function createCloudFront({
  directory,
  log,
  clock = Date.now,
  s3,
}: CloudFrontOptions): Promise<CloudFront> {
  const { records, close } = await openRecords(directory, kinds);
  const context = { records, clock };
  const operations = {
    ...accessControlOperations(context),
    ...cachePolicyOperations(),
    ...distributionOperations(context),
    ...functionOperations(context),
    ...headersPolicyOperations(context),
    ...tagOperations(context),
  };
  return { ...restXml(operations, log), fetch: createFront({ records, s3, log }), close };
}
