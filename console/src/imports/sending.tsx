import { Alert, Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { isApiError } from '../api/errors.ts';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import { Failure } from '../ui/failure.tsx';
import { ButtonLink } from '../ui/link.tsx';
import { UploadError } from './upload.ts';
import type { SendingStep } from './use-sending.ts';

/** Whether something is being sent, which leaving the page would end. */
export const isUnderWay = ({ step }: SendingStep): boolean => step !== 'none' && step !== 'failed';

/** How far a file is on its way, or what has stopped it. */
export function Sending({ sending, onCancel }: { sending: SendingStep; onCancel: () => Promise<void> }): ReactNode {
  if (sending.step === 'none') return null;
  if (sending.step === 'failed') return <Stopped error={sending.error} />;
  return <UnderWay sending={sending} onCancel={onCancel} />;
}

function UnderWay({
  sending,
  onCancel,
}: {
  sending: Exclude<SendingStep, { step: 'none' | 'failed' }>;
  onCancel: () => Promise<void>;
}): ReactNode {
  const say = useText();
  const { percent } = useFormats();
  const share = sending.step === 'uploading' ? sending.share : sending.step === 'making' ? 0 : 1;
  return (
    <Paper withBorder p={{ base: 'md', sm: 'lg' }} bg="var(--sonde-surface)">
      <Stack gap="sm">
        <Group justify="space-between">
          <Text fw={500} role="status">
            {say(`imports.sending.${sending.step}`)}
          </Text>
          <Text size="sm">{percent(share)}</Text>
        </Group>
        <Progress value={share * 100} size="lg" aria-label={say('imports.sending.uploading')} />
        <Group>
          <Button
            variant="default"
            // What has begun is cancelled on its own page.
            disabled={sending.step === 'beginning' || sending.step === 'making'}
            loading={sending.step === 'cancelling'}
            onClick={() => void onCancel()}
          >
            {say('imports.sending.cancel')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

/** What was checked and chosen is still there: it can be sent again. */
function Stopped({ error }: { error: unknown }): ReactNode {
  const say = useText();
  if (isApiError(error, 'LimitExceededError')) {
    return (
      <Alert
        role="alert"
        color="orange"
        variant="light"
        icon={<TriangleAlert aria-hidden />}
        title={say('imports.full')}
      >
        <Stack gap="sm" align="flex-start">
          <Text size="sm">{say('imports.full.hint')}</Text>
          <ButtonLink to="/imports" size="compact-sm" variant="default">
            {say('imports.toAll')}
          </ButtonLink>
        </Stack>
      </Alert>
    );
  }
  if (error instanceof UploadError) {
    return (
      <Alert role="alert" color="red" variant="light" icon={<TriangleAlert aria-hidden />} title={say('imports.lost')}>
        <Text size="sm">
          {say(error.status === 0 ? 'imports.lost.network' : 'imports.lost.refused', { status: error.status })}
        </Text>
      </Alert>
    );
  }
  return <Failure error={error} />;
}
