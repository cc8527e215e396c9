import { Skeleton, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ExportWholeFragment } from '../api/generated/documents.ts';
import { ExportDetailsDocument } from '../api/generated/documents.ts';
import { isApiError } from '../api/errors.ts';
import { queryOf } from '../api/query.ts';
import { useText } from '../i18n/text.tsx';
import { ForRole } from '../session/for-role.tsx';
import { Empty } from '../ui/empty.tsx';
import { Failure } from '../ui/failure.tsx';
import { BackLink, ButtonLink } from '../ui/link.tsx';
import { Page, useTitle } from '../ui/page.tsx';
import { ExportButtons } from './actions.tsx';
import { useDeviceNames, useDevices } from './directory.ts';
import { ExportFacts } from './facts.tsx';
import { Files } from './files.tsx';
import { useToldExports } from './live.ts';
import { newest } from './newest.ts';
import { Outcome } from './outcome.tsx';
import { Recipients } from './recipients.tsx';
import { useSummaries } from './what.tsx';

export function ExportPage(): ReactNode {
  const { exportId } = useParams({ from: '/exports/$exportId' });
  return (
    <ForRole role="OPERATOR">
      <OneExport key={exportId} id={exportId} />
    </ForRole>
  );
}

function OneExport({ id }: { id: string }): ReactNode {
  const say = useText();
  const { data, error, refetch } = useQuery(queryOf(ExportDetailsDocument, { id }));
  const told = useToldExports(() => true, id);
  const found = data?.export;
  if (found) return <Details item={newest(found, told)} />;
  if (isApiError(error, 'NotFoundError') || found === null) return <Gone />;
  return (
    <Page title={say('exports.one')}>
      {error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton height={240} />}
    </Page>
  );
}

function Gone(): ReactNode {
  const say = useText();
  useTitle(say('exports.gone'));
  return (
    <Empty isPage icon={SearchX} title={say('exports.gone')}>
      <Text mb="md">{say('exports.gone.hint')}</Text>
      <ButtonLink to="/exports">{say('exports.toAll')}</ButtonLink>
    </Empty>
  );
}

function Details({ item }: { item: ExportWholeFragment }): ReactNode {
  const say = useText();
  const navigate = useNavigate();
  const deviceName = useDeviceNames(item.deviceIds ?? [], useDevices());
  const summaries = useSummaries(deviceName);
  return (
    <Stack gap="sm">
      <BackLink to="/exports">{say('exports.toAll')}</BackLink>
      <Page
        title={say('exports.titleOf', { devices: summaries.devices(item) })}
        description={summaries.period(item)}
        actions={<ExportButtons item={item} onDeleted={() => void navigate({ to: '/exports', replace: true })} />}
      >
        <VisuallyHidden role="status">{say(`exports.status.${item.status}`)}</VisuallyHidden>
        <Outcome item={item} />
        <Files item={item} />
        <ExportFacts item={item} deviceName={deviceName} summaries={summaries} />
        <Recipients item={item} />
      </Page>
    </Stack>
  );
}
