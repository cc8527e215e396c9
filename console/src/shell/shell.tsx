import { AppShell, Burger, Center, Group, Loader } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useLocation } from '@tanstack/react-router';
import { Suspense, useEffect, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { SessionProvider } from '../session/session.tsx';
import { Failure } from '../ui/failure.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { Navigation } from './navigation.tsx';
import { OrganizationMenu } from './organization-menu.tsx';
import classes from './shell.module.css';

/** What is around every page: where one can go, who one is, and whether the connection stands. */
export function Shell(): ReactNode {
  const say = useText();
  const failed = (error: unknown, retry: () => void): ReactNode => (
    <Center component="main" p="xl">
      <Failure error={error} onRetry={retry} />
    </Center>
  );
  return (
    <SessionProvider waiting={<Waiting />} failed={failed}>
      <a className={classes.skip} href="#page">
        {say('shell.skip')}
      </a>
      <Frame />
    </SessionProvider>
  );
}

function Frame(): ReactNode {
  const say = useText();
  const [isOpen, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  useEffect(close, [pathname, close]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'md', sm: 'xl' }}
    >
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={say(isOpen ? 'shell.closeMenu' : 'shell.openMenu')}
              aria-expanded={isOpen}
            />
            <Brand />
            <OrganizationMenu />
          </Group>
          <AccountMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={say('shell.navigation')}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="page" tabIndex={-1} className={classes.main ?? ''}>
        <ConnectionBanner />
        <div className={classes.page}>
          <Suspense fallback={<Waiting />}>
            <Outlet />
          </Suspense>
        </div>
      </AppShell.Main>
    </AppShell>
  );
}

function Waiting(): ReactNode {
  const say = useText();
  return (
    <Center h="60vh">
      <Loader aria-label={say('ui.loading')} />
    </Center>
  );
}
