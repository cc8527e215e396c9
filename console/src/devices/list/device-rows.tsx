import { Paper, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo, type ReactNode } from 'react';
import { Ago } from '../../i18n/time.tsx';
import { useText } from '../../i18n/text.tsx';
import { TextLink } from '../../ui/link.tsx';
import { LatestValues } from '../latest/latest-values.tsx';
import { useLatest } from '../latest/use-latest.ts';
import { StatusBadge } from '../status-badge.tsx';
import classes from './device-rows.module.css';
import type { DeviceInList } from './use-device-list.ts';
import { useWindowRows } from './use-window-rows.ts';

interface DeviceRowsProps {
  devices: readonly DeviceInList[];
  onSeen: (ids: string[]) => void;
}

/** Devices with their status and newest values: a table, or cards where that is too narrow. Thousands are no more work than a screenful. */
export function DeviceRows(props: DeviceRowsProps): ReactNode {
  const isNarrow = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false });
  return isNarrow ? <DeviceCards {...props} /> : <DeviceTable {...props} />;
}

function DeviceTable({ devices, onSeen }: DeviceRowsProps): ReactNode {
  const say = useText();
  const ids = useMemo(() => devices.map(({ id }) => id), [devices]);
  const { listRef, measure, rows, above, below } = useWindowRows(ids, 65, onSeen);
  return (
    <Paper withBorder bg="var(--sonde-surface)" ref={listRef}>
      <table className={classes.table} aria-rowcount={devices.length + 1} aria-label={say('shell.devices')}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">{say('devices.column.device')}</th>
            <th scope="col" className={classes.status}>
              {say('devices.column.status')}
            </th>
            <th scope="col" className={classes.seen}>
              {say('devices.column.lastSeen')}
            </th>
            <th scope="col" className={classes.latest}>
              {say('devices.column.latest')}
            </th>
          </tr>
        </thead>
        <Gap height={above} />
        <tbody>
          {rows.map(({ index }) => {
            const device = devices[index];
            return device && <TableRow key={device.id} device={device} index={index} measure={measure} />;
          })}
        </tbody>
        <Gap height={below} />
      </table>
    </Paper>
  );
}

/** Stands for the rows that are not drawn. */
function Gap({ height }: { height: number }): ReactNode {
  return (
    height > 0 && (
      <tbody aria-hidden>
        <tr style={{ height }} />
      </tbody>
    )
  );
}

interface RowProps {
  device: DeviceInList;
  index: number;
  measure: (row: Element | null) => void;
}

function TableRow({ device, index, measure }: RowProps): ReactNode {
  const latest = useLatest(device.id);
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 2} className={classes.row}>
      <td>
        <Name device={device} />
      </td>
      <td>
        <StatusBadge lastSeenAt={latest.lastSeenAt} />
      </td>
      <td className={classes.seen}>
        <LastSeen lastSeenAt={latest.lastSeenAt} />
      </td>
      <td>
        <LatestValues metrics={device.metrics} latest={latest} />
      </td>
    </tr>
  );
}

function DeviceCards({ devices, onSeen }: DeviceRowsProps): ReactNode {
  const say = useText();
  const ids = useMemo(() => devices.map(({ id }) => id), [devices]);
  const { listRef, measure, rows, above, below } = useWindowRows(ids, 130, onSeen);
  return (
    <div ref={listRef} style={{ paddingTop: above, paddingBottom: below }}>
      <ul className={classes.cards} aria-label={say('shell.devices')}>
        {rows.map(({ index }) => {
          const device = devices[index];
          return (
            device && <Card key={device.id} device={device} index={index} count={devices.length} measure={measure} />
          );
        })}
      </ul>
    </div>
  );
}

function Card({ device, index, count, measure }: RowProps & { count: number }): ReactNode {
  const latest = useLatest(device.id);
  return (
    <li ref={measure} data-index={index} aria-posinset={index + 1} aria-setsize={count} className={classes.item}>
      <Paper withBorder p="sm" bg="var(--sonde-surface)" className={classes.card ?? ''}>
        <div className={classes.head}>
          <Name device={device} />
          <div className={classes.state}>
            <StatusBadge lastSeenAt={latest.lastSeenAt} />
            <LastSeen lastSeenAt={latest.lastSeenAt} />
          </div>
        </div>
        <LatestValues metrics={device.metrics} latest={latest} />
      </Paper>
    </li>
  );
}

/** The link is as large as the row. */
function Name({ device: { id, name, location } }: { device: DeviceInList }): ReactNode {
  return (
    <div className={classes.name}>
      <TextLink to="/devices/$deviceId" params={{ deviceId: id }} className={classes.link ?? ''}>
        {name}
      </TextLink>
      {typeof location?.name === 'string' && (
        <Text size="sm" c="dimmed" truncate>
          {location.name}
        </Text>
      )}
    </div>
  );
}

function LastSeen({ lastSeenAt }: { lastSeenAt: string | null }): ReactNode {
  return (
    lastSeenAt !== null && (
      <Text size="sm" c="dimmed" className={classes.above ?? ''}>
        <Ago time={lastSeenAt} />
      </Text>
    )
  );
}
