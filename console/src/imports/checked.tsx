import { Alert, Button, Group, Stack, Switch, Text } from '@mantine/core';
import { CircleCheck, TriangleAlert, Upload } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { Section } from '../ui/section.tsx';
import type { CheckedFile } from './check/check-file.ts';
import { FaultTable } from './fault-table.tsx';
import { Preview } from './preview.tsx';

interface CheckedProps {
  checked: CheckedFile;
  isBusy: boolean;
  onSend: (withCredentials: boolean) => void;
}

/** How many wrong rows are shown: whoever has more mends the file, or has them in the report. */
const SHOWN = 20;

/** What a file would become, and the choice that is left before it is imported. */
export function Checked({ checked, isBusy, onSend }: CheckedProps): ReactNode {
  const say = useText();
  const [withCredentials, setWithCredentials] = useState(checked.requestAt !== undefined);
  const devices = checked.rows - checked.faults.length;
  const lacksCredentials = checked.requestAt !== undefined && !withCredentials;
  if (isBusy) return null;
  return (
    <>
      <Summary checked={checked} />
      {checked.faults.length > 0 && <WrongRows checked={checked} />}
      {devices > 0 && <Preview checked={checked} />}
      <Section title={say('imports.begin.title')}>
        <Stack gap="sm">
          <Switch
            checked={withCredentials}
            onChange={(event) => {
              setWithCredentials(event.currentTarget.checked);
            }}
            label={say('imports.withCredentials')}
            description={say('imports.withCredentials.hint', { minutes: Math.ceil(devices / 4 / 60) })}
          />
          {lacksCredentials && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {say('imports.requestNeedsCredentials', { line: checked.requestAt })}
            </Text>
          )}
          <Group>
            <Button
              leftSection={<Upload size={16} aria-hidden />}
              disabled={devices === 0 || lacksCredentials}
              onClick={() => {
                onSend(withCredentials);
              }}
            >
              {say('imports.send', { count: devices })}
            </Button>
          </Group>
        </Stack>
      </Section>
    </>
  );
}

function Summary({ checked }: { checked: CheckedFile }): ReactNode {
  const say = useText();
  const wrong = checked.faults.length;
  const Icon = wrong === 0 ? CircleCheck : TriangleAlert;
  return (
    <Alert
      role="status"
      color={wrong === 0 ? 'teal' : 'orange'}
      variant="light"
      icon={<Icon aria-hidden />}
      title={say('imports.checked', { count: checked.rows })}
    >
      <Text size="sm">
        {wrong === 0
          ? say('imports.checked.good')
          : say('imports.checked.wrong', { wrong, good: checked.rows - wrong })}
      </Text>
    </Alert>
  );
}

function WrongRows({ checked }: { checked: CheckedFile }): ReactNode {
  const say = useText();
  const more = checked.faults.length - SHOWN;
  return (
    <Section title={say('imports.faults')} hint={say('imports.faults.hint')}>
      <FaultTable
        rows={checked.faults.slice(0, SHOWN).map(({ line, name, fault: { kind, ...values } }) => ({
          line,
          name,
          error: say(`imports.row.${kind}`, values),
        }))}
      />
      {more > 0 && <Text size="sm">{say('imports.faults.others', { count: more })}</Text>}
    </Section>
  );
}
