import { Ban, CircleAlert, CircleCheck, Clock, FileClock, LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { Advancing, Status, type Look } from '../ui/status.tsx';
import type { Import } from './standing.ts';

const LOOKS: Readonly<Record<Import['status'], Look>> = {
  AWAITING_FILE: { color: 'orange', icon: FileClock },
  QUEUED: { color: 'gray', icon: Clock },
  RUNNING: { color: 'cyan', icon: LoaderCircle },
  COMPLETED: { color: 'teal', icon: CircleCheck },
  FAILED: { color: 'red', icon: CircleAlert },
  CANCELLED: { color: 'gray', icon: Ban },
};

/** How far an import is: its status, and how much is done while it is under way. */
export function Standing({ item: { status, progress } }: { item: Pick<Import, 'status' | 'progress'> }): ReactNode {
  const say = useText();
  const badge = <Status look={LOOKS[status]}>{say(`imports.status.${status}`)}</Status>;
  if (status !== 'RUNNING') return badge;
  return (
    <Advancing progress={progress} label={say('imports.progress')}>
      {badge}
    </Advancing>
  );
}
