import { Avatar, Menu, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { LogOut, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { LANGUAGE_NAMES, LANGUAGES } from '../i18n/language.ts';
import { useLanguage } from '../i18n/provider.tsx';
import { useText } from '../i18n/text.tsx';
import { leave } from '../session/leave.ts';
import { useSession } from '../session/session.tsx';
import { SCHEMES } from '../theme/schemes.ts';

/** Who one is, and what one can do about it. */
export function AccountMenu(): ReactNode {
  const say = useText();
  const { identity } = useSession();
  return (
    <Menu position="bottom-end" withArrow width={240}>
      <Menu.Target>
        <UnstyledButton style={{ borderRadius: '50%' }}>
          <Avatar name={identity.name} color="cyan" variant="filled" aria-hidden />
          <VisuallyHidden>{say('shell.accountOf', { name: identity.name })}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label style={{ overflowWrap: 'anywhere' }}>
          {identity.name}
          <br />
          {identity.email}
        </Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<UserRound size={16} aria-hidden />}>
          {say('shell.account')}
        </Menu.Item>
        <Menu.Divider />
        <Languages />
        <Menu.Divider />
        <Schemes />
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={16} aria-hidden />} onClick={() => void leave()}>
          {say('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Languages(): ReactNode {
  const { language, choose } = useLanguage();
  return LANGUAGES.map((each) => (
    <Menu.RadioItem
      key={each}
      value={each}
      checked={each === language}
      onChange={() => {
        choose(each);
      }}
    >
      <span lang={each}>{LANGUAGE_NAMES[each]}</span>
    </Menu.RadioItem>
  ));
}

function Schemes(): ReactNode {
  const say = useText();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return SCHEMES.map((each) => (
    <Menu.RadioItem
      key={each}
      value={each}
      checked={each === colorScheme}
      onChange={() => {
        setColorScheme(each);
      }}
    >
      {say(`account.scheme.${each}`)}
    </Menu.RadioItem>
  ));
}
