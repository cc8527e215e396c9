import { NavLink, Stack } from '@mantine/core';
import { Link, useLocation, type LinkProps } from '@tanstack/react-router';
import { Building2, Download, History, RadioTower, Upload, UserRound, Users, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MessageId } from '../i18n/messages.ts';
import { useText } from '../i18n/text.tsx';
import type { Role } from '../session/roles.ts';
import { useSession } from '../session/session.tsx';

interface Place {
  to: NonNullable<LinkProps['to']>;
  label: MessageId;
  icon: LucideIcon;
  /** Who may go there. */
  role: Role;
}

const PLACES: readonly Place[] = [
  { to: '/devices', label: 'shell.devices', icon: RadioTower, role: 'VIEWER' },
  { to: '/imports', label: 'shell.imports', icon: Upload, role: 'OPERATOR' },
  { to: '/exports', label: 'shell.exports', icon: Download, role: 'OPERATOR' },
  { to: '/identities', label: 'shell.identities', icon: Users, role: 'ADMINISTRATOR' },
  { to: '/audit', label: 'shell.audit', icon: History, role: 'ADMINISTRATOR' },
  { to: '/organization', label: 'shell.organization', icon: Building2, role: 'VIEWER' },
  { to: '/account', label: 'shell.account', icon: UserRound, role: 'VIEWER' },
];

/** Where one can go, as far as one's role reaches. */
export function Navigation({ onChoice }: { onChoice: () => void }): ReactNode {
  const say = useText();
  const { may } = useSession();
  const { pathname } = useLocation();
  return (
    <Stack gap={2}>
      {PLACES.filter(({ role }) => may(role)).map(({ to, label, icon: Icon }) => {
        const isHere = pathname === to || pathname.startsWith(`${to}/`);
        return (
          <NavLink
            key={to}
            component={Link}
            to={to}
            onClick={onChoice}
            label={say(label)}
            leftSection={<Icon size={18} aria-hidden />}
            active={isHere}
            aria-current={isHere ? 'page' : undefined}
            style={{ borderRadius: 'var(--mantine-radius-md)' }}
          />
        );
      })}
    </Stack>
  );
}
