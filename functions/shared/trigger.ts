import type { Context } from 'aws-lambda';
import { internalMessage, SondeError } from './errors.ts';
import type { createLogger } from './logger.ts';
import { asError } from './logger.ts';

/**
 * Makes a Cognito trigger of `run`. Cognito shows the message of what a trigger throws to the person, so only a {@link SondeError} passes;
 * the cause of anything else is for the log. Source: Amazon Cognito Developer Guide, "Customizing user pool workflows with Lambda triggers".
 */
export function cognitoTrigger<T>(run: (event: unknown) => Promise<T>, log: ReturnType<typeof createLogger>) {
  return async (event: unknown, context: Context): Promise<T> => {
    log.addContext(context);
    try {
      return await run(event);
    } catch (error) {
      if (error instanceof SondeError && error.type !== 'InternalError') {
        log.info('Refused', { reason: error.message });
        throw error;
      }
      log.error('The trigger failed', { error: asError(error) });
      throw new SondeError('InternalError', internalMessage(context.awsRequestId));
    }
  };
}
