import { Alert, Button, Code, Stack, Text } from '@mantine/core';
import { RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { asError } from '../api/as-error.ts';
import { isApiError } from '../api/errors.ts';
import { useText } from '../i18n/text.tsx';

/** What went wrong, in the reader's language, the API's own words (which are English) below; and a way to try again, where there is one. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }): ReactNode {
  const say = useText();
  return (
    <Alert role="alert" color="red" variant="light" icon={<TriangleAlert aria-hidden />} title={useHeadline(error)}>
      <Stack gap="sm" align="flex-start">
        <Detail error={error} />
        {onRetry && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<RotateCw size={14} aria-hidden />}
            onClick={onRetry}
          >
            {say('ui.tryAgain')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** What went wrong, in a line. */
export function useHeadline(error: unknown): string {
  const say = useText();
  return isApiError(error) ? say(`ui.error.${error.type}`) : say('ui.error.unexpected');
}

function Detail({ error }: { error: unknown }): ReactNode {
  const say = useText();
  if (isApiError(error, 'NetworkError')) return <Text size="sm">{say('ui.error.NetworkError.hint')}</Text>;
  // What it is now is shown by who asked: the API's words are about versions.
  if (isApiError(error, 'ConflictError') && error.data !== null && error.data !== undefined) {
    return <Text size="sm">{say('ui.error.ConflictError.hint')}</Text>;
  }
  if (isApiError(error)) {
    return (
      <Text size="sm" lang="en">
        {error.message}
      </Text>
    );
  }
  return (
    <>
      <Text size="sm">{say('ui.error.unexpected.hint')}</Text>
      <Code lang="en">{asError(error).message}</Code>
    </>
  );
}
