import { describe, expect, it } from 'vitest';
import { problemsOf, protectionProblem, type Facts } from './preflight.ts';

const ready: Facts = {
  environment: 'dev',
  environments: ['dev', 'prod'],
  terraformVersion: '1.11.4',
  settings: { environment: 'dev', region: 'eu-west-1', mail_from: 'sonde@example.com' },
  missingArtifacts: [],
  credentials: undefined,
};

describe('what is checked before Terraform starts', () => {
  it('finds nothing wrong where all is there', () => {
    expect(problemsOf(ready)).toEqual([]);
    expect(problemsOf({ ...ready, terraformVersion: '2.0.0' })).toEqual([]);
  });

  it.each<[string, Partial<Facts>, RegExp]>([
    ['no Terraform', { terraformVersion: undefined }, /not installed.*install 1\.11 or later/],
    ['an old Terraform', { terraformVersion: '1.9.8' }, /Terraform is 1\.9\.8: install 1\.11 or later/],
    ['nothing built', { missingArtifacts: ['dist/api.json'] }, /dist\/api\.json is missing: run `make build`/],
    [
      'an environment without a file',
      { environment: 'stage' },
      /no terraform\/environments\/stage\.tfvars: copy one that is there \(dev, prod\)/,
    ],
    [
      'a copied file that still names the other environment',
      { environment: 'prod' },
      /prod\.tfvars says `environment = "dev"`.*make it "prod"/,
    ],
    ['no environment in the file', { settings: { ...ready.settings, environment: null } }, /`environment = null`/],
    ['no Region', { settings: { environment: 'dev', mail_from: 'a@b.example' } }, /The Region is not set/],
    [
      'no sender',
      { settings: { environment: 'dev', region: 'eu-west-1' } },
      /mail_from = .* or export TF_VAR_mail_from/,
    ],
    ['an empty sender', { settings: { ...ready.settings, mail_from: '' } }, /e-mails come from is not set/],
    ['no credentials', { credentials: { missing: 'none found' } }, /no credentials of AWS \(none found\).*AWS_PROFILE/],
  ])('%s: says so, and what to do', (_, change, message) => {
    const problems = problemsOf({ ...ready, ...change });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });

  it('says all at once', () => {
    expect(
      problemsOf({ ...ready, terraformVersion: undefined, settings: {}, missingArtifacts: ['a', 'b'] }),
    ).toHaveLength(5);
  });
});

describe('what keeps an environment from being destroyed', () => {
  it('is what was applied, whatever the file says meanwhile', () => {
    expect(protectionProblem('dev', false, { tables: true, user_pool: false })).toMatch(/dev is protected/);
    expect(protectionProblem('dev', false, { tables: false, nested: { deep: true } })).toMatch(/make deploy ENV=dev/);
    expect(protectionProblem('dev', true, { tables: false, user_pool: false })).toBeUndefined();
  });

  it('is the setting where nothing says what was applied', () => {
    expect(protectionProblem('dev', undefined, undefined)).toMatch(/set `deletion_protection = false`/);
    expect(protectionProblem('dev', true, undefined)).toBeDefined();
    expect(protectionProblem('dev', false, undefined)).toBeUndefined();
  });
});
