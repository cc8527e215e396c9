import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { WholeDeviceFragment } from '../api/generated/documents.ts';
import { outputs } from '../api/outputs.ts';
import { waysOf } from '../credentials/brokers.ts';
import { useText } from '../i18n/text.tsx';
import { Time } from '../i18n/time.tsx';
import { useSession } from '../session/session.tsx';
import { Copyable } from '../ui/copy.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { useShownFields } from './device-shown.tsx';

/** Everything that is known of a device. */
export function DeviceFacts({ device }: { device: WholeDeviceFragment }): ReactNode {
  const say = useText();
  const { organization } = useSession();
  const shown = useShownFields();
  const { topic } = waysOf({ organizationId: organization.id, deviceId: device.id }, outputs().custom);
  return (
    <Facts>
      <Fact label={shown.name.label}>{shown.name.show(device.name)}</Fact>
      <Fact label={shown.description.label}>{shown.description.show(device.description) ?? <None />}</Fact>
      <Fact label={shown.location.label}>{shown.location.show(device.location) ?? <None />}</Fact>
      <Fact label={shown.metrics.label}>{shown.metrics.show(device.metrics) ?? <None />}</Fact>
      <Fact label={say('devices.id')}>
        <Copyable value={device.id} label={say('devices.copyId')} />
      </Fact>
      <Fact label={say('devices.topic')}>
        <Copyable value={topic} label={say('devices.copyTopic')} />
      </Fact>
      <Fact label={say('devices.createdAt')}>
        <Time time={device.createdAt} />
      </Fact>
      <Fact label={say('devices.updatedAt')}>
        <Time time={device.updatedAt} />
      </Fact>
      <Fact label={say('devices.version')}>{device.version}</Fact>
    </Facts>
  );
}

function None(): ReactNode {
  const say = useText();
  return (
    <Text span size="sm" c="dimmed">
      {say('devices.notSaid')}
    </Text>
  );
}
