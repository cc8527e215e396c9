import { ActionIcon, Button, Group, Tooltip } from '@mantine/core';
import { ChevronLeft, ChevronRight, Download, Radio, Table2, ZoomIn, ZoomOut, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.tsx';
import { ButtonLink } from '../ui/link.tsx';
import type { PeriodAction } from './chart/keys.ts';
import { timeOf } from './series/time.ts';
import type { Span } from './series/zoom.ts';

interface PeriodActionsProps {
  deviceId: string;
  metrics: readonly string[];
  span: Span;
  isTable: boolean;
  onTable: (isTable: boolean) => void;
  onAction: (action: PeriodAction) => void;
  /** Shows what happens now again; undefined where that is what is shown. */
  onLive: (() => void) | undefined;
}

/** What can be done with the period that is shown. */
export function PeriodActions(props: PeriodActionsProps): ReactNode {
  const { deviceId, metrics, span, isTable, onTable, onAction, onLive } = props;
  const say = useText();
  const { may } = useSession();
  const act = (label: string, icon: LucideIcon, action: PeriodAction): ReactNode => (
    <Act
      label={label}
      icon={icon}
      onClick={() => {
        onAction(action);
      }}
    />
  );
  return (
    <Group gap="xs">
      <ActionIcon.Group>
        {act(say('readings.earlier'), ChevronLeft, { kind: 'move', share: -0.5 })}
        {act(say('readings.zoomOut'), ZoomOut, { kind: 'zoom', factor: 2 })}
        {act(say('readings.zoomIn'), ZoomIn, { kind: 'zoom', factor: 0.5 })}
        {act(say('readings.later'), ChevronRight, { kind: 'move', share: 0.5 })}
      </ActionIcon.Group>
      {onLive && (
        <Button variant="default" leftSection={<Radio size={16} aria-hidden />} onClick={onLive}>
          {say('readings.live.back')}
        </Button>
      )}
      <Button
        variant={isTable ? 'light' : 'default'}
        aria-pressed={isTable}
        leftSection={<Table2 size={16} aria-hidden />}
        onClick={() => {
          onTable(!isTable);
        }}
      >
        {say('readings.table')}
      </Button>
      {may('OPERATOR') && metrics.length > 0 && (
        <ButtonLink
          to="/exports/new"
          search={{ deviceIds: [deviceId], metrics: [...metrics], from: timeOf(span.from), to: timeOf(span.to) }}
          variant="default"
          leftSection={<Download size={16} aria-hidden />}
        >
          {say('readings.export')}
        </ButtonLink>
      )}
    </Group>
  );
}

function Act({ label, icon: Icon, onClick }: { label: string; icon: LucideIcon; onClick: () => void }): ReactNode {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={36} aria-label={label} onClick={onClick}>
        <Icon size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
