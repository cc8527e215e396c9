import { Code, Group, Text } from '@mantine/core';
import { Plus, RadioTower, Upload } from 'lucide-react';
import type { ReactNode } from 'react';
import { Say, useText } from '../../i18n/text.tsx';
import { useSession } from '../../session/session.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ButtonLink } from '../../ui/link.tsx';

/** How to begin, as far as one's role reaches. */
export function NoDevices(): ReactNode {
  const say = useText();
  const { may } = useSession();
  if (!may('OPERATOR')) {
    return (
      <Empty icon={RadioTower} title={say('devices.empty')}>
        <Text>{say('devices.empty.viewer')}</Text>
      </Empty>
    );
  }
  return (
    <Empty icon={RadioTower} title={say('devices.empty')}>
      <Text>{say('devices.empty.hint')}</Text>
      <Group justify="center" gap="sm" my="md">
        <ButtonLink to="/devices/new" leftSection={<Plus size={16} aria-hidden />}>
          {say('devices.new')}
        </ButtonLink>
        <ButtonLink to="/imports" variant="default" leftSection={<Upload size={16} aria-hidden />}>
          {say('devices.empty.import')}
        </ButtonLink>
      </Group>
      <Text size="sm">
        <Say id="devices.empty.simulate" values={{ code: (words) => <Code>{words}</Code> }} />
      </Text>
    </Empty>
  );
}
