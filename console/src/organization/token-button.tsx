import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { fetchAuthSession } from 'aws-amplify/auth';
import { Check, KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { Failure } from '../ui/failure.tsx';

/** Copies one's own access token, as a line for a shell. It is shown nowhere: whoever has it acts as oneself while it is good. */
export function TokenButton(): ReactNode {
  const say = useText();
  const copying = useMutation({ mutationFn: copyToken });
  return (
    <>
      <Group gap="sm">
        <Button
          size="xs"
          variant="default"
          leftSection={copying.isSuccess ? <Check size={14} aria-hidden /> : <KeyRound size={14} aria-hidden />}
          onClick={() => {
            copying.mutate();
          }}
          loading={copying.isPending}
        >
          {say('organization.token.copy')}
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {copying.isSuccess ? say('organization.token.copied') : ''}
        </Text>
      </Group>
      {copying.error && <Failure error={copying.error} />}
    </>
  );
}

async function copyToken(): Promise<void> {
  const { tokens } = await fetchAuthSession({ forceRefresh: true });
  if (!tokens) throw new Error('Nobody is signed in');
  await navigator.clipboard.writeText(`TOKEN=${tokens.accessToken.toString()}`);
}
