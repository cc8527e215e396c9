import { ActionIcon, Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ban, EllipsisVertical, RotateCcw, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { ExportInListFragment } from '../api/generated/documents.ts';
import {
  CancelAnExportDocument,
  DeleteAnExportDocument,
  ExportDetailsDocument,
  ExportListDocument,
} from '../api/generated/documents.ts';
import { isApiError } from '../api/errors.ts';
import { nameOf, queryOf } from '../api/query.ts';
import { ask } from '../api/request.ts';
import { useText } from '../i18n/text.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { ButtonLink } from '../ui/link.tsx';
import type { ExportSearch } from './search.ts';
import { isUnderWay } from './status.tsx';

type Item = Pick<
  ExportInListFragment,
  'id' | 'status' | 'deviceIds' | 'metrics' | 'from' | 'to' | 'format' | 'layout' | 'window' | 'statistics'
>;

/** The form as it was filled in for an export. */
function againSearch({ deviceIds, metrics, from, to, format, layout, window, statistics }: Item): ExportSearch {
  return {
    deviceIds: deviceIds ?? undefined,
    metrics: metrics ?? undefined,
    from,
    to,
    format,
    layout,
    window: window ?? undefined,
    statistics: statistics ?? undefined,
  };
}

interface ActionsProps {
  item: Item;
  /** What the export is called where there are several. */
  label: string;
  onDeleted?: () => void;
}

/** What can be done with an export, in a menu. */
export function ExportMenu({ item, label, onDeleted }: ActionsProps): ReactNode {
  const say = useText();
  const { dialogs, cancel, remove } = useDialogs(item, onDeleted);
  return (
    <>
      <Menu position="bottom-end" withArrow>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={say('exports.actionsOf', { label })}>
            <EllipsisVertical size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            renderRoot={(props) => <Link {...props} to="/exports/new" search={againSearch(item)} />}
            leftSection={<RotateCcw size={16} aria-hidden />}
          >
            {say('exports.again')}
          </Menu.Item>
          {isUnderWay(item) && (
            <Menu.Item leftSection={<Ban size={16} aria-hidden />} onClick={cancel}>
              {say('exports.cancel')}
            </Menu.Item>
          )}
          <Menu.Item color="red" leftSection={<Trash2 size={16} aria-hidden />} onClick={remove}>
            {say('exports.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialogs}
    </>
  );
}

/** What can be done with an export, on its own page. */
export function ExportButtons({ item, onDeleted }: Omit<ActionsProps, 'label'>): ReactNode {
  const say = useText();
  const { dialogs, cancel, remove } = useDialogs(item, onDeleted);
  return (
    <>
      <ButtonLink
        to="/exports/new"
        search={againSearch(item)}
        variant="default"
        leftSection={<RotateCcw size={16} aria-hidden />}
      >
        {say('exports.again')}
      </ButtonLink>
      {isUnderWay(item) && (
        <Button variant="default" leftSection={<Ban size={16} aria-hidden />} onClick={cancel}>
          {say('exports.cancel')}
        </Button>
      )}
      <Button variant="default" c="red" leftSection={<Trash2 size={16} aria-hidden />} onClick={remove}>
        {say('exports.delete')}
      </Button>
      {dialogs}
    </>
  );
}

/** The questions before an export is cancelled or deleted. */
function useDialogs({ id, status }: Item, onDeleted?: () => void) {
  const say = useText();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<'cancel' | 'delete'>();
  const close = (): void => {
    setAsked(undefined);
  };
  const askAnew = (): Promise<void> => queryClient.invalidateQueries({ queryKey: [nameOf(ExportListDocument)] });
  const cancel = async (): Promise<void> => {
    const { cancelExport } = await ask(CancelAnExportDocument, { id });
    queryClient.setQueryData(queryOf(ExportDetailsDocument, { id }).queryKey, { export: cancelExport });
    await askAnew();
    notifications.show({ message: say('exports.cancelled') });
  };
  const remove = async (): Promise<void> => {
    try {
      await ask(DeleteAnExportDocument, { id });
    } catch (error) {
      // That is what was wanted: the answer to the first time may have been lost.
      if (!isApiError(error, 'NotFoundError')) throw error;
    }
    notifications.show({ message: say('exports.deleted') });
    onDeleted?.();
    await askAnew();
  };
  return {
    cancel: () => {
      setAsked('cancel');
    },
    remove: () => {
      setAsked('delete');
    },
    dialogs: (
      <>
        <Confirm
          isOpen={asked === 'cancel'}
          onClose={close}
          title={say('exports.cancel.title')}
          verb={say('exports.cancel')}
          onConfirm={cancel}
        >
          {say('exports.cancel.hint')}
        </Confirm>
        <Confirm
          isOpen={asked === 'delete'}
          onClose={close}
          title={say('exports.delete.title')}
          verb={say('exports.delete')}
          onConfirm={remove}
        >
          {say(status === 'SUCCEEDED' ? 'exports.delete.hint' : 'exports.delete.plain')}
        </Confirm>
      </>
    ),
  };
}
