import { createLink } from '@tanstack/react-router';
import { ChartLine, KeyRound, NotebookText, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.tsx';
import classes from './device-tabs.module.css';

interface TabProps {
  label: string;
  icon: LucideIcon;
  href?: string;
}

const Tab = createLink(({ label, icon: Icon, ...anchor }: TabProps): ReactNode => {
  return (
    <a {...anchor} className={classes.tab}>
      <Icon size={16} aria-hidden />
      {label}
    </a>
  );
});

/** The pages about a device: links, for each has an address. */
export function DeviceTabs({ deviceId }: { deviceId: string }): ReactNode {
  const say = useText();
  const { may } = useSession();
  const params = { deviceId };
  return (
    <nav aria-label={say('devices.tabs')} className={classes.tabs}>
      <Tab
        to="/devices/$deviceId"
        params={params}
        activeOptions={{ exact: true, includeSearch: false }}
        label={say('devices.tab.readings')}
        icon={ChartLine}
      />
      <Tab to="/devices/$deviceId/details" params={params} label={say('devices.tab.details')} icon={NotebookText} />
      {may('OPERATOR') && (
        <Tab
          to="/devices/$deviceId/credentials"
          params={params}
          label={say('devices.tab.credentials')}
          icon={KeyRound}
        />
      )}
    </nav>
  );
}
