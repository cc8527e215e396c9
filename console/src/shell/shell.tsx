import { AppShell, Burger, Center, Group, Loader } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { Suspense, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { SessionProvider } from '../session/session.tsx';
import { Failure } from '../ui/failure.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { Elsewhere } from './elsewhere.tsx';
import { useFocusOnHeading } from './focus.ts';
import { Navigation } from './navigation.tsx';
import { NewVersionBanner } from './new-version-banner.tsx';
import { OrganizationMenu } from './organization-menu.tsx';
import classes from './shell.module.css';

/** What is around every page: where one can go, who one is, and whether the connection stands. */
export function Shell(): ReactNode {
  const failed = (error: unknown, retry: () => void): ReactNode => (
    <Center component="main" p="xl">
      <Failure error={error} onRetry={retry} />
    </Center>
  );
  return (
    <SessionProvider waiting={<Waiting />} failed={failed}>
      <Frame />
    </SessionProvider>
  );
}

function Frame(): ReactNode {
  const say = useText();
  const [isOpen, { toggle, close }] = useDisclosure();
  useFocusOnHeading();
  return (
    <>
      <SkipLink />
      <Elsewhere />
      <AppShell
        header={{ height: 56 }}
        navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
        padding={{ base: 'md', sm: 'xl' }}
        onKeyDown={({ key }) => {
          if (key === 'Escape') close();
        }}
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
                aria-controls="navigation"
              />
              <Brand />
              <OrganizationMenu />
            </Group>
            <AccountMenu />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar
          id="navigation"
          p="sm"
          aria-label={say('shell.navigation')}
          className={(isOpen ? undefined : classes.closed) ?? ''}
        >
          <Navigation onChoice={close} />
        </AppShell.Navbar>
        <AppShell.Main id="page" tabIndex={-1} className={classes.main ?? ''}>
          <div className={classes.page}>
            <NewVersionBanner />
            <ConnectionBanner />
            <Suspense fallback={<Waiting />}>
              <Outlet />
            </Suspense>
          </div>
        </AppShell.Main>
      </AppShell>
    </>
  );
}

/** For the keyboard: past what is the same on every page. */
function SkipLink(): ReactNode {
  const say = useText();
  return (
    <a
      className={classes.skip}
      href="#page"
      onClick={(event) => {
        // The address stays that of the page.
        event.preventDefault();
        document.getElementById('page')?.focus();
      }}
    >
      {say('shell.skip')}
    </a>
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
