import { describe, expect, it } from 'vitest';
import { amplifyOutputs, leftToPeople } from './outputs.ts';

describe('the configuration of front ends', () => {
  const configuration = { version: '1', auth: { user_pool_id: 'p' } };

  it('is the output, be it an object or JSON', () => {
    const text = `${JSON.stringify(configuration, null, 2)}\n`;
    expect(amplifyOutputs({ amplify_outputs: configuration })).toBe(text);
    expect(amplifyOutputs({ amplify_outputs: JSON.stringify(configuration) })).toBe(text);
  });

  it('is missed where there is none', () => {
    expect(() => amplifyOutputs({})).toThrow('no output `amplify_outputs`');
  });
});

describe('what is left to people', () => {
  it('is mail, DNS and the first administrator', () => {
    const text = leftToPeople('dev', {
      graphql_url: 'https://api.example/graphql',
      console_url: null,
      sign_in_url: null,
      mail_sender: 'sonde@example.com must have confirmed the link that SES sent there.',
      dns_records: [{ name: 'api.example.com', type: 'CNAME', value: 'd1.cloudfront.example' }],
    });
    expect(text).toContain('GraphQL: https://api.example/graphql');
    expect(text).toContain('1. E-mails. sonde@example.com must have confirmed');
    expect(text).toContain('2. DNS. Make these records');
    expect(text).toContain('   api.example.com  CNAME  d1.cloudfront.example');
    expect(text).toContain('3. The page of sign-up. Invitations have no link yet: set console = true');
    expect(text).toContain('make administrator ENV=dev');
  });

  it('begins with where everything is', () => {
    const text = leftToPeople('dev', {
      console_url: 'https://console.example',
      graphql_url: 'https://api.example/graphql',
      sign_in_url: 'https://console.example/',
    });
    expect(text).toMatch(
      /^Console: https:\/\/console\.example\nGraphQL: https:\/\/api\.example\/graphql\n\nWhat is left/,
    );
  });

  it('leaves out what does not apply', () => {
    expect(leftToPeople('dev', { dns_records: [], sign_in_url: 'https://app.example.com/' })).toMatch(
      /^What is left to people:\n1\. The first administrator/,
    );
  });
});
