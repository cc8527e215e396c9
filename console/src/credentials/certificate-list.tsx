import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { KeyRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useFormats } from '../i18n/formats.tsx';
import { Say, useText } from '../i18n/text.tsx';
import { Ago } from '../i18n/time.tsx';
import { useSession } from '../session/session.tsx';
import { Copyable } from '../ui/copy.tsx';
import { Who } from '../ui/who.tsx';
import { expiryOf } from './expiry.ts';
import { Revocation } from './revocation.tsx';
import type { Certificate, Certified } from './use-certificates.ts';

interface CertificateListProps {
  device: Certified;
  onRevoked: (device: Certified) => void;
  onDoubt: () => void;
}

/** The certificates that a device may connect with. */
export function CertificateList({ device, onRevoked, onDoubt }: CertificateListProps): ReactNode {
  const say = useText();
  const { may } = useSession();
  const [revoked, setRevoked] = useState<Certificate>();
  if (device.certificates.length === 0) {
    return (
      <Group gap="sm" wrap="nowrap">
        <KeyRound size={24} strokeWidth={1.5} aria-hidden style={{ flexShrink: 0 }} />
        <div>
          <Text fw={500}>{say('credentials.none')}</Text>
          <Text size="sm" c="dimmed">
            {say(may('OPERATOR') ? 'credentials.none.operator' : 'credentials.none.viewer')}
          </Text>
        </div>
      </Group>
    );
  }
  return (
    <>
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} aria-label={say('credentials.title')}>
        {device.certificates.map((certificate) => (
          <Row
            key={certificate.id}
            certificate={certificate}
            onRevoke={() => {
              setRevoked(certificate);
            }}
          />
        ))}
      </Stack>
      <Revocation
        device={device}
        certificate={revoked}
        isOpen={revoked !== undefined}
        onClose={() => {
          setRevoked(undefined);
        }}
        onRevoked={onRevoked}
        onDoubt={onDoubt}
      />
    </>
  );
}

function Row({ certificate, onRevoke }: { certificate: Certificate; onRevoke: () => void }): ReactNode {
  const say = useText();
  const { may } = useSession();
  const short = certificate.id.slice(0, 8);
  return (
    <Paper component="li" withBorder p="sm">
      <Group justify="space-between" gap="sm">
        <Stack gap={4} miw={0}>
          <Group gap="sm">
            <Copyable value={certificate.id} short={`${short}…`} label={say('credentials.copyId', { id: short })} />
            <Expiry expiresAt={certificate.expiresAt} />
          </Group>
          <Text size="sm" c="dimmed">
            <Say
              id="credentials.made"
              values={{ who: <Who id={certificate.createdBy} />, when: <Ago time={certificate.createdAt} /> }}
            />
          </Text>
        </Stack>
        {may('OPERATOR') && (
          <Button
            variant="default"
            size="sm"
            onClick={onRevoke}
            aria-label={say('credentials.revoke.one', { id: short })}
          >
            {say('credentials.revoke')}
          </Button>
        )}
      </Group>
    </Paper>
  );
}

const EXPIRY_COLORS = { expired: 'red', soon: 'orange' } as const;

function Expiry({ expiresAt }: { expiresAt: string }): ReactNode {
  const say = useText();
  const { date } = useFormats();
  // Days matter, not minutes: that it is read once is enough.
  const [now] = useState(Date.now);
  const expiry = expiryOf(expiresAt, now);
  const text = say(`credentials.expiry.${expiry}`, { date: date(expiresAt) });
  if (expiry === 'far') return <Text size="sm">{text}</Text>;
  return (
    <Badge variant="light" color={EXPIRY_COLORS[expiry]} tt="none">
      {text}
    </Badge>
  );
}
