import type { ReactNode } from 'react';
import { LANGUAGE_NAMES } from '../i18n/language.ts';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { Section } from '../ui/section.tsx';

/** Who the person is to their organization: what its administrators have written down, and can change. */
export function ProfileSection(): ReactNode {
  const say = useText();
  const { identity, organization } = useSession();
  return (
    <Section title={say('account.profile')} hint={say('account.profile.hint')}>
      <Facts>
        <Fact label={say('account.name')}>{identity.name}</Fact>
        <Fact label={say('account.email')}>{identity.email}</Fact>
        <Fact label={say('account.organization')}>{organization.name}</Fact>
        <Fact label={say('account.role')}>{say(`identities.role.${identity.role}`)}</Fact>
        <Fact label={say('account.mailLanguage')}>{LANGUAGE_NAMES[identity.locale]}</Fact>
      </Facts>
    </Section>
  );
}
