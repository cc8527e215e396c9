import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { useText } from '../i18n/text.tsx';
import { refusalOf, type Refusal } from './refusal.ts';

/** A refusal in the reader's language. */
export function useRefusal(): (refusal: Refusal) => string {
  const say = useText();
  const intl = useIntl();
  return useCallback(
    ({ id, values: { day, ...values } }) =>
      // The day is that of UTC, whatever the reader's clock shows.
      say(id, {
        ...values,
        ...(day !== undefined && { day: intl.formatDate(day, { dateStyle: 'long', timeZone: 'UTC' }) }),
      }),
    [say, intl],
  );
}

/** What Cognito has answered, in the reader's language; as it is where its meaning is not known. */
export function useExplanation(): (message: string) => string {
  const say = useText();
  const inWords = useRefusal();
  return useCallback(
    (message) => {
      const refusal = refusalOf(message);
      return refusal ? inWords(refusal) : `${say('session.refusal.unknown')} ${message}`;
    },
    [say, inWords],
  );
}
