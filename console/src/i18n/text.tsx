import { useCallback, type ReactNode } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { MessageId } from './messages.ts';

type Values = Record<string, string | number | boolean | Date | null | undefined>;

/** What the console says, as a text: `const say = useText(); say('devices.count', { count })`. */
export function useText(): (id: MessageId, values?: Values) => string {
  const intl = useIntl();
  return useCallback(
    (id, values) => intl.formatMessage({ id }, isPlain(intl.messages[id]) ? undefined : values),
    [intl],
  );
}

type RichValues = Record<string, ReactNode | Date | ((parts: ReactNode[]) => ReactNode)>;

/** What the console says, with elements in it: `<Say id="devices.none" values={{ link: (words) => <Anchor …>{words}</Anchor> }} />`. */
export function Say({ id, values }: { id: MessageId; values?: RichValues }): ReactNode {
  const { messages } = useIntl();
  return <FormattedMessage id={id} {...(values && !isPlain(messages[id]) && { values })} />;
}

/** Whether a message is a mere text, in which nothing is put: `vite.config.ts` leaves only such as they are, and brings nothing that could read others. */
function isPlain(message: unknown): boolean {
  return typeof message === 'string' && !/[{}<']/.test(message);
}
