import { expect, it } from 'vitest';
import { readRuns } from './output.ts';

const state = {
  root_module: {
    resources: [{ address: 'data.aws_partition.current', mode: 'data', type: 'aws_partition', values: {} }],
    child_modules: [
      {
        child_modules: [
          { resources: [{ address: 'module.a.aws_sqs_queue.b', mode: 'managed', type: 'aws_sqs_queue', values: { name: 'b' } }] },
        ],
      },
    ],
  },
};

const line = (value: object): string => JSON.stringify(value);

it('reads the resources of every module, of every run', async () => {
  const lines = [
    line({ type: 'version', terraform: '1.11.4' }),
    line({ type: 'test_state', '@testrun': 'first', test_state: state }),
    line({ type: 'test_state', '@testrun': 'second', test_state: { root_module: {} } }),
  ];
  expect(await readRuns(lines)).toEqual([
    { name: 'first', resources: [{ address: 'module.a.aws_sqs_queue.b', mode: 'managed', type: 'aws_sqs_queue', values: { name: 'b' } }] },
    { name: 'second', resources: [] },
  ]);
});

it('fails where a run failed', async () => {
  const lines = [
    line({ type: 'test_state', '@testrun': 'first', test_state: state }),
    line({ type: 'diagnostic', '@level': 'error', '@message': 'Error: Invalid index' }),
  ];
  await expect(readRuns(lines)).rejects.toThrow('Error: Invalid index');
});

it('fails where nothing ran, and at what it cannot read', async () => {
  await expect(readRuns([line({ type: 'version' })])).rejects.toThrow('printed no state');
  await expect(readRuns(['Success!'])).rejects.toThrow('Invalid JSON');
  await expect(readRuns([line({ type: 'test_state', '@testrun': 'x', test_state: {} })])).rejects.toThrow('root_module');
});
