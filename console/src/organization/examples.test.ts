import { describe, expect, it } from 'vitest';
import { amplifyQuery, cognitoUrl, realtimeUrl } from './examples.ts';

const outputs = {
  auth: { aws_region: 'eu-west-1', user_pool_id: 'eu-west-1_Pool', user_pool_client_id: 'browsers' },
  data: { aws_region: 'eu-west-1', url: 'https://api.example.org/graphql' },
  custom: { service_client_id: 'services', mqtt_url: 'mqtts://data.example.org:8883' },
};

describe('the address of subscriptions', () => {
  it.each([
    [
      'https://abcdefghijklmnopqrstuvwxyz.appsync-api.eu-west-1.amazonaws.com/graphql',
      'wss://abcdefghijklmnopqrstuvwxyz.appsync-realtime-api.eu-west-1.amazonaws.com/graphql',
    ],
    [
      'https://abc.appsync-api.cn-north-1.amazonaws.com.cn/graphql',
      'wss://abc.appsync-realtime-api.cn-north-1.amazonaws.com.cn/graphql',
    ],
    ['https://api.example.org/graphql', 'wss://api.example.org/graphql/realtime'],
    ['http://127.0.0.1:4000/graphql', 'ws://127.0.0.1:4000/graphql/realtime'],
  ])('%s', (graphqlUrl, expected) => {
    expect(realtimeUrl(graphqlUrl)).toBe(expected);
  });
});

it('the user pool is where it is said to be, and at AWS else', () => {
  expect(cognitoUrl(outputs)).toBe('https://cognito-idp.eu-west-1.amazonaws.com');
  const custom = { ...outputs.custom, user_pool_endpoint: 'http://127.0.0.1:4566' };
  expect(cognitoUrl({ ...outputs, custom })).toBe('http://127.0.0.1:4566');
  expect(amplifyQuery({ ...outputs, custom })).toContain("userPoolEndpoint: 'http://127.0.0.1:4566'");
  expect(amplifyQuery(outputs)).not.toContain('Endpoint');
});
