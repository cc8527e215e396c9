import { Hub } from 'aws-amplify/utils';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectionNow, needConnection } from './connection.ts';

const become = (connectionState: string): void => {
  Hub.dispatch('api', { event: 'ConnectionStateChange', data: { connectionState } });
};

let letGo: () => void;
beforeEach(() => {
  letGo = needConnection();
});
afterEach(async () => {
  letGo();
  await Promise.resolve();
});

it('is lost until it is connected again', () => {
  const seen = ['Connecting', 'Connected', 'ConnectionDisrupted', 'Connecting', 'Connected'].map((state) => {
    become(state);
    return connectionNow();
  });
  expect(seen).toEqual(['connecting', 'connected', 'lost', 'lost', 'connected']);
});

it('is not lost where nothing is followed any more', async () => {
  become('ConnectionDisrupted');
  letGo();
  await Promise.resolve();
  expect(connectionNow()).toBe('idle');
  // An attempt that was on its way fails all the same.
  become('Connecting');
  become('ConnectionDisrupted');
  expect(connectionNow()).toBe('idle');
  letGo = needConnection();
  become('Connecting');
  expect(connectionNow()).toBe('connecting');
});

it('stays lost where something else is followed at once', async () => {
  become('ConnectionDisrupted');
  const letFirstGo = letGo;
  letFirstGo();
  letGo = needConnection();
  await Promise.resolve();
  expect(connectionNow()).toBe('lost');
});
