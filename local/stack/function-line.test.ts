import { expect, it } from 'vitest';
import { functionLine } from './function-line.ts';

const common = {
  level: 'INFO',
  message: 'Ingested a batch',
  timestamp: 'now',
  service: 'sonde-ingest',
  cold_start: true,
};

it.each([
  [
    'a structured line',
    JSON.stringify({ ...common, function_name: 'x', messages: 2 }),
    'ingest INFO Ingested a batch messages=2',
  ],
  [
    'an error in it',
    JSON.stringify({ ...common, error: { name: 'E' } }),
    'ingest INFO Ingested a batch error={"name":"E"}',
  ],
  ['plain text', 'hello', 'ingest hello'],
  ['broken JSON', '{"level":', 'ingest {"level":'],
  ['JSON that is no log', '{"a":1}', 'ingest {"a":1}'],
])('shows %s', (_what, line, shown) => {
  expect(functionLine('sonde-local-ingest', line)).toBe(shown);
});
