import { describe, expect, it } from 'vitest';
import { expectOnAws, readSettings } from './settings.ts';

describe('the settings of a deployment', () => {
  it('are the environment, and what make was told', () => {
    expect(readSettings({ ENV: 'dev' })).toEqual({
      environment: 'dev',
      yes: false,
      destroyReadings: undefined,
      amplifyOutputs: undefined,
      pluginDirectory: undefined,
    });
    const given = {
      ENV: 'prod',
      YES: '1',
      DESTROY_READINGS: 'a/b',
      AMPLIFY_OUTPUTS: 'a.json',
      TF_PLUGIN_DIR: '/mirror',
    };
    expect(readSettings(given)).toEqual({
      environment: 'prod',
      yes: true,
      destroyReadings: 'a/b',
      amplifyOutputs: 'a.json',
      pluginDirectory: '/mirror',
    });
  });

  it.each([
    [{}, 'ENV is not set: say which environment, such as `make plan ENV=dev`.'],
    [{ ENV: '' }, 'ENV is not set'],
    [{ ENV: 'Production' }, 'ENV must be 2 to 12 lower-case letters and digits'],
    [{ ENV: '../dev' }, 'ENV must be'],
    [{ ENV: 'dev', YES: 'yes' }, 'YES must be 1'],
  ])('%j is refused', (variables, message) => {
    expect(() => readSettings(variables)).toThrow(message);
  });

  it('are of AWS, unless the environment is this machine', () => {
    expect(() => {
      expectOnAws({ environment: 'dev' });
    }).not.toThrow();
    expect(() => {
      expectOnAws({ environment: 'local' });
    }).toThrow(/^local is this machine.*`make apply-local`/);
  });
});
