import { Ban, CircleAlert, CircleCheck, Clock, Hourglass, LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ExportInListFragment, ExportStatus } from '../api/generated/documents.ts';
import { useText } from '../i18n/text.tsx';
import { Advancing, Status, type Look } from '../ui/status.tsx';

const LOOKS: Readonly<Record<ExportStatus, Look>> = {
  QUEUED: { color: 'gray', icon: Clock },
  RUNNING: { color: 'cyan', icon: LoaderCircle },
  SUCCEEDED: { color: 'teal', icon: CircleCheck },
  FAILED: { color: 'red', icon: CircleAlert },
  CANCELLED: { color: 'gray', icon: Ban },
  EXPIRED: { color: 'gray', icon: Hourglass },
};

/** Whether an export is still being made, so that it can be cancelled. */
export const isUnderWay = ({ status }: Pick<ExportInListFragment, 'status'>): boolean =>
  status === 'QUEUED' || status === 'RUNNING';

export function StatusBadge({ status }: { status: ExportStatus }): ReactNode {
  const say = useText();
  return <Status look={LOOKS[status]}>{say(`exports.status.${status}`)}</Status>;
}

/** How far an export is: its status, and how much is done while it is made. */
export function Standing({ item }: { item: Pick<ExportInListFragment, 'status' | 'progress'> }): ReactNode {
  const say = useText();
  const badge = <StatusBadge status={item.status} />;
  if (!isUnderWay(item)) return badge;
  return (
    <Advancing progress={item.progress} label={say('exports.progress')}>
      {badge}
    </Advancing>
  );
}
