import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { outputs } from '../api/outputs.ts';
import { useText } from '../i18n/text.tsx';
import { Page } from '../ui/page.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { EmailSection } from './email-section.tsx';
import { OrganizationsSection } from './organizations-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import { SecondFactorSection } from './second-factor-section.tsx';
import { SessionsSection } from './sessions-section.tsx';

/** What is the person's own: where they belong, how they sign in, and how the console looks to them. */
export function AccountPage(): ReactNode {
  const say = useText();
  const { mfa_configuration: secondFactor } = outputs().auth;
  return (
    <Page title={say('shell.account')}>
      <Stack gap="lg" maw={760}>
        <ProfileSection />
        <OrganizationsSection />
        <AppearanceSection />
        <EmailSection />
        <PasswordSection />
        {secondFactor && <SecondFactorSection isRequired={secondFactor === 'REQUIRED'} />}
        <SessionsSection />
      </Stack>
    </Page>
  );
}
