import { expect, it, vi } from 'vitest';
import { awsVariables } from './variables.ts';

it('leads nowhere but to this machine, whatever the shell has', () => {
  const elsewhere = ['AWS_PROFILE', 'AWS_ENDPOINT_URL_S3', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'AWS_SESSION_TOKEN'];
  const settings = ['TF_VAR_environment', 'TF_CLI_ARGS', 'TF_CLI_ARGS_plan'];
  for (const name of [...elsewhere, ...settings]) vi.stubEnv(name, 'elsewhere');
  vi.stubEnv('AWS_ENDPOINT_URL', 'https://elsewhere.example');
  vi.stubEnv('AWS_CONFIG_FILE', '/home/somebody/.aws/config');
  const variables = awsVariables('http://127.0.0.1:1');
  expect(variables).toMatchObject({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_REGION: 'eu-west-1' });
  for (const name of [...elsewhere, ...settings]) expect(variables).toHaveProperty(name, undefined);
  expect(Object.values(variables).join()).not.toMatch(/elsewhere|somebody/);
});
