import { Button, Group, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { useAtStake } from './at-stake.ts';
import { Dialog } from './dialog.tsx';

/**
 * Asks before what was entered is left behind, for as long as `isUnsaved`: when another page is gone to in a dialog, when the browser's tab is closed or
 * loaded anew in the browser's own words.
 */
export function Unsaved({ isUnsaved }: { isUnsaved: boolean }): ReactNode {
  const say = useText();
  useAtStake(isUnsaved);
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname,
    disabled: !isUnsaved,
    withResolver: true,
  });
  return (
    <Dialog opened={status === 'blocked'} onClose={() => reset?.()} title={say('ui.unsaved')}>
      <Stack>
        <Text>{say('ui.unsaved.hint')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => proceed?.()}>
            {say('ui.unsaved.leave')}
          </Button>
          <Button onClick={() => reset?.()} data-autofocus>
            {say('ui.unsaved.stay')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
