import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Say, useText } from '../i18n/text.tsx';
import { useAtStake } from './at-stake.ts';
import { Dialog } from './dialog.tsx';
import { Failure } from './failure.tsx';

interface ConfirmProps {
  isOpen: boolean;
  /** It is to close: it was done, or is not wanted any more. */
  onClose: () => void;
  /** What is asked, such as `Delete “Buoy 3”?`. */
  title: string;
  /** What the button says that it does, such as `Delete`. */
  verb: string;
  /** Does it. The dialog stays until it has settled: what it rejects with is shown in it. */
  onConfirm: () => Promise<unknown>;
  /** What is to be typed before it can be done, such as the name of what is deleted. */
  typed?: string;
  /** What will happen, and what of it cannot be undone. */
  children: ReactNode;
}

/** Asks before something that cannot be undone. */
export function Confirm({ isOpen, onClose, title, ...rest }: ConfirmProps): ReactNode {
  const doing = useMutation({ mutationFn: rest.onConfirm, onSuccess: onClose });
  useAtStake(isOpen);
  const close = (): void => {
    if (doing.isPending) return;
    doing.reset();
    onClose();
  };
  return (
    <Dialog opened={isOpen} onClose={close} title={title}>
      <Question {...rest} onCancel={close} doing={doing} />
    </Dialog>
  );
}

interface QuestionProps extends Pick<ConfirmProps, 'verb' | 'typed' | 'children'> {
  onCancel: () => void;
  doing: { isPending: boolean; error: Error | null; mutate: () => void };
}

function Question({ verb, typed, children, onCancel, doing }: QuestionProps): ReactNode {
  const say = useText();
  const [entered, setEntered] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        doing.mutate();
      }}
    >
      <Stack>
        <Text component="div">{children}</Text>
        {typed !== undefined && (
          <TextInput
            label={<Say id="ui.confirm.type" values={{ typed: <strong>{typed}</strong> }} />}
            value={entered}
            onChange={(event) => {
              setEntered(event.currentTarget.value);
            }}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
        )}
        {doing.error && <Failure error={doing.error} />}
        <Group justify="flex-end">
          <Button
            variant="default"
            onClick={onCancel}
            disabled={doing.isPending}
            data-autofocus={typed === undefined || undefined}
          >
            {say('ui.cancel')}
          </Button>
          <Button
            type="submit"
            color="red"
            loading={doing.isPending}
            disabled={typed !== undefined && asTyped(entered) !== asTyped(typed)}
          >
            {verb}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A text as far as one can see and type it: pages show spaces as one, and keyboards make an accent and its letter one character. */
function asTyped(text: string): string {
  return text.normalize().replace(/\s+/g, ' ').trim();
}
