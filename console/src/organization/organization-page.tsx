import { Grid, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { OrganizationDetailsDocument } from '../api/generated/documents.ts';
import { queryOf } from '../api/query.ts';
import { useText } from '../i18n/text.tsx';
import { Ago, Time } from '../i18n/time.tsx';
import { RoleLost, useMayStill } from '../session/for-role.tsx';
import { useSession } from '../session/session.tsx';
import { Copyable } from '../ui/copy.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { Failure } from '../ui/failure.tsx';
import { TextLink } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { Connect } from './connect.tsx';
import { Examples } from './examples-section.tsx';
import { NameForm, type Organization } from './name-form.tsx';

/** The organization, and how devices and programs connect to it. */
export function OrganizationPage(): ReactNode {
  const say = useText();
  const { organization } = useSession();
  return (
    <Page title={say('organization.title')} description={organization.name}>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <WhatItIs />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Connect organizationId={organization.id} />
        </Grid.Col>
      </Grid>
      <Examples />
    </Page>
  );
}

function WhatItIs(): ReactNode {
  const say = useText();
  const { data, error, refetch } = useQuery(queryOf(OrganizationDetailsDocument, {}));
  // What is being entered stays where it was asked for anew in vain.
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <Section title={say('organization.about')}>
      {data ? <About organization={data.organization} /> : <Skeleton height={200} radius="md" />}
    </Section>
  );
}

function About({ organization }: { organization: Organization }): ReactNode {
  const say = useText();
  const { may } = useSession();
  const mayRename = useMayStill('ADMINISTRATOR');
  const { id, name, createdAt, updatedAt } = organization;
  return (
    <Stack gap="lg">
      {mayRename && !may('ADMINISTRATOR') && <RoleLost />}
      {mayRename && <NameForm organization={organization} />}
      <Facts>
        {!mayRename && <Fact label={say('organization.name')}>{name}</Fact>}
        <Fact label={say('organization.id')}>
          <Copyable value={id} label={say('organization.id.copy')} />
        </Fact>
        <Fact label={say('organization.createdAt')}>
          <Time time={createdAt} />
        </Fact>
        <Fact label={say('organization.updatedAt')}>
          <Ago time={updatedAt} />
        </Fact>
        {may('ADMINISTRATOR') && (
          <Fact label={say('organization.audit')}>
            <TextLink to="/audit" search={{ targetId: id }} size="sm">
              {say('organization.audit.done')}
            </TextLink>
          </Fact>
        )}
      </Facts>
    </Stack>
  );
}
