/** Quotas that several parts hold. Source: AWS AppSync endpoints and quotas (functions per pipeline resolver). */
export const MAX_PIPELINE_FUNCTIONS = 10;

/** Invalidations of subscriptions that a request may ask for. Source: Extensions (`invalidateSubscriptions`). */
export const MAX_INVALIDATIONS = 5;
