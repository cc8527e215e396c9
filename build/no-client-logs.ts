/**
 * Stands in bundles for what logs in the clients of the AWS SDK: no function gives a client a logger, and without one the SDK copies all that is sent
 * and answered for a logger that does nothing.
 */

/** A middleware that does nothing but call the next one. */
export function loggerMiddleware() {
  return <Next>(next: Next): Next => next;
}

export const loggerMiddlewareOptions = { name: 'loggerMiddleware', step: 'initialize' } as const;

/** A plugin that adds no middleware to a client. */
export function getLoggerPlugin() {
  return { applyToStack: () => undefined };
}
