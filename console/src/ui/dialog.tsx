import type { ModalProps } from '@mantine/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';

/** Asked for with the page that has a dialog, not when that is opened: without a connection it must be there all the same. */
const loading = import('./modal.tsx').catch(() => undefined);
const Modal = lazy(async () => (await loading) ?? import('./modal.tsx'));

/** A dialog over the page, with a heading and a button that closes it. No page waits for what it is made of. */
export function Dialog(props: ModalProps): ReactNode {
  const say = useText();
  const [wasOpened, setWasOpened] = useState(false);
  if (props.opened && !wasOpened) setWasOpened(true);
  return (
    wasOpened && (
      <Suspense>
        <Modal closeButtonProps={{ 'aria-label': say('ui.close') }} centered {...props} />
      </Suspense>
    )
  );
}
