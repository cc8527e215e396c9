import { Button, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { Play, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { CancelDeviceImportDocument, ImportDevicesDocument } from '../api/generated/documents.ts';
import { ask } from '../api/request.ts';
import { useText } from '../i18n/text.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Failure } from '../ui/failure.tsx';
import type { Import } from './standing.ts';

interface ImportActionsProps {
  item: Import;
  /** It is to be asked for anew. */
  onChange: () => Promise<unknown>;
}

/** What can be done about an import that has not ended. */
export function ImportActions({ item, onChange }: ImportActionsProps): ReactNode {
  const say = useText();
  const [isAsked, setIsAsked] = useState(false);
  const cancel = async (): Promise<void> => {
    await ask(CancelDeviceImportDocument, { id: item.id });
    notifications.show({ message: say('imports.cancelled') });
    await onChange();
  };
  return (
    <>
      {item.status === 'AWAITING_FILE' && <Begin item={item} onChange={onChange} />}
      <Button
        variant="default"
        leftSection={<X size={16} aria-hidden />}
        onClick={() => {
          setIsAsked(true);
        }}
      >
        {say('imports.cancel')}
      </Button>
      <Confirm
        isOpen={isAsked}
        onClose={() => {
          setIsAsked(false);
        }}
        title={say('imports.cancel.title')}
        verb={say('imports.cancel')}
        onConfirm={cancel}
      >
        {say(item.status === 'RUNNING' ? 'imports.cancel.running' : 'imports.cancel.waiting')}
      </Confirm>
    </>
  );
}

/** The page that uploaded the file may have been closed before it could say so. */
function Begin({ item, onChange }: ImportActionsProps): ReactNode {
  const say = useText();
  const beginning = useMutation({
    mutationFn: () => ask(ImportDevicesDocument, { id: item.id }),
    onSettled: onChange,
  });
  return (
    <Stack gap="xs" align="flex-end">
      <Button
        leftSection={<Play size={16} aria-hidden />}
        loading={beginning.isPending}
        onClick={() => {
          beginning.mutate();
        }}
      >
        {say('imports.begin')}
      </Button>
      {beginning.error && <Failure error={beginning.error} />}
    </Stack>
  );
}
