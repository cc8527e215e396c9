import { Menu, UnstyledButton, Avatar } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { signOut } from 'aws-amplify/auth';
import { LogOut, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.tsx';

/** Who one is, and what one can do about it. */
export function AccountMenu(): ReactNode {
  const say = useText();
  const { identity } = useSession();
  return (
    <Menu position="bottom-end" withArrow>
      <Menu.Target>
        <UnstyledButton aria-label={say('shell.accountOf', { name: identity.name })}>
          <Avatar name={identity.name} color="cyan" variant="filled" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {identity.name}
          <br />
          {identity.email}
        </Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<UserRound size={16} aria-hidden />}>
          {say('shell.account')}
        </Menu.Item>
        <Menu.Item leftSection={<LogOut size={16} aria-hidden />} onClick={() => void signOut()}>
          {say('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
