import { Button, Grid, Paper, Stack, Text, Title } from '@mantine/core';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useSession } from '../../session/session.tsx';
import { useAtStake } from '../../ui/at-stake.ts';
import { Failure } from '../../ui/failure.tsx';
import { isApiError } from '../../api/errors.ts';
import { useDeviceNames, useDevices, type Devices } from '../directory.ts';
import { Expectation } from '../estimate/expectation.tsx';
import { useEstimate } from '../estimate/use-estimate.ts';
import { problemsOf, requestOf, type Choices, type Problem } from './choices.ts';
import { DevicesField } from './devices-field.tsx';
import { useProblemOf } from './fields.ts';
import { FormatField } from './format-field.tsx';
import { MetricsField } from './metrics-field.tsx';
import { PeriodField } from './period-field.tsx';
import { RecipientsField } from './recipients-field.tsx';
import { useRequest } from './use-request.ts';
import { ValuesField } from './values-field.tsx';

interface ExportFormProps {
  choices: Choices;
  onChange: (choices: Choices) => void;
}

/** All that an export can be of, beside what it would come to. */
export function ExportForm({ choices, onChange }: ExportFormProps): ReactNode {
  const say = useText();
  const { identity } = useSession();
  const devices = useDevices();
  const [recipients, setRecipients] = useState<string[]>([identity.email]);
  const [isTried, setIsTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const request = useRequest();
  const [isTouched, setIsTouched] = useState(false);
  useAtStake(isTouched || request.isPending || request.isError);
  const problems = problemsOf(choices, recipients);
  const expected = useExpected(choices, devices, problems);
  const submit = (): void => {
    setIsTried(true);
    if (request.isPending) return;
    if (problems.length === 0) request.mutate(requestOf(choices, recipients));
    else requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Fields
            choices={choices}
            onChange={(changed) => {
              setIsTouched(true);
              onChange(changed);
            }}
            devices={devices}
            recipients={recipients}
            onRecipients={(changed) => {
              setIsTouched(true);
              setRecipients(changed);
            }}
            reach={expected.counts?.reach ?? null}
            problems={isTried ? problems : problems.filter(({ id }) => !BEFORE_CHOSEN.has(id))}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Paper withBorder p="md" bg="var(--sonde-surface)" pos="sticky" top={80} component="section">
            <Stack>
              <Title order={2}>{say('exports.estimate')}</Title>
              <Expectation
                expected={expected}
                isOfAll={choices.deviceIds !== null || devices.isAll}
                isGrowing={Date.parse(choices.to) > Date.now()}
              />
              {request.error && <Refusal error={request.error} />}
              <Button type="submit" loading={request.isPending} fullWidth>
                {say('exports.request')}
              </Button>
            </Stack>
          </Paper>
        </Grid.Col>
      </Grid>
    </form>
  );
}

/** What is wrong only because nothing has been chosen yet. */
const BEFORE_CHOSEN = new Set<Problem['id']>([
  'exports.problem.noDevice',
  'exports.problem.noMetric',
  'exports.problem.noStatistic',
]);

function useExpected(choices: Choices, devices: Devices, problems: readonly Problem[]) {
  const { deviceIds } = choices;
  const all = useMemo(() => devices.items.map(({ id }) => id), [devices.items]);
  const isReady = problems.every(({ field }) => field === 'recipients' || field === 'statistics');
  return useEstimate({
    choices,
    deviceIds: deviceIds ?? all,
    isReady: isReady && (deviceIds !== null || !devices.isLoading),
  });
}

interface FieldsProps extends ExportFormProps {
  devices: Devices;
  recipients: readonly string[];
  onRecipients: (recipients: string[]) => void;
  reach: { first: string; last: string } | null;
  problems: readonly Problem[];
}

function Fields({ choices, onChange, devices, recipients, onRecipients, reach, problems }: FieldsProps): ReactNode {
  const { deviceIds } = choices;
  const problemOf = useProblemOf(problems);
  const nameOf = useDeviceNames(deviceIds ?? [], devices);
  const change = (changed: Partial<Choices>): void => {
    onChange({ ...choices, ...changed });
  };
  const [first = devices.items[0]?.id] = deviceIds ?? [];
  const offered = deviceIds ? devices.items.filter(({ id }) => deviceIds.includes(id)) : devices.items;
  const described = offered.flatMap(({ metrics }) => metrics);
  const known = {
    device: first === undefined ? '' : nameOf(first),
    units: new Map(described.map(({ name, unit }) => [name, unit ?? ''])),
  };
  return (
    <Stack gap="md">
      <Block>
        <DevicesField
          value={deviceIds}
          onChange={(value) => {
            change({ deviceIds: value });
          }}
          devices={devices}
          nameOf={nameOf}
          problem={problemOf('devices')}
        />
        <MetricsField
          value={choices.metrics}
          onChange={(metrics) => {
            change({ metrics });
          }}
          devices={offered}
          problem={problemOf('metrics')}
        />
      </Block>
      <Block>
        <PeriodField
          from={choices.from}
          to={choices.to}
          onChange={change}
          reach={reach}
          problem={problemOf('period')}
        />
      </Block>
      <Block>
        <ValuesField
          value={choices.summary}
          onChange={(summary) => {
            change({ summary });
          }}
          windowProblem={problemOf('window')}
          statisticsProblem={problemOf('statistics')}
        />
        <FormatField choices={choices} onChange={change} known={known} />
      </Block>
      <Block>
        <RecipientsField value={recipients} onChange={onRecipients} problem={problemOf('recipients')} />
      </Block>
    </Stack>
  );
}

function Block({ children }: { children: ReactNode }): ReactNode {
  return (
    <Paper withBorder p="md" bg="var(--sonde-surface)">
      <Stack gap="lg">{children}</Stack>
    </Paper>
  );
}

/** Why an export was refused; of limits, what one can do about them, in the reader's language. */
function Refusal({ error }: { error: Error }): ReactNode {
  const say = useText();
  return (
    <>
      <Failure error={error} />
      {isApiError(error, 'LimitExceededError') && <Text size="sm">{say('exports.limit.advice')}</Text>}
      {isApiError(error, 'NetworkError') && <Text size="sm">{say('exports.request.lost')}</Text>}
    </>
  );
}
