import { describe, expect, it, vi } from 'vitest';
import type { DueJob } from '../shared/jobs/due-index.ts';
import type { Ports } from './ports.ts';
import { sweep } from './sweep.ts';

const now = new Date('2026-03-01T12:00:00.000Z');
const due = (id: string, secondsAgo: number): DueJob => ({
  organizationId: 'o',
  id,
  dueAt: new Date(now.getTime() - secondsAgo * 1000).toISOString(),
});

function world(shards: Record<string, DueJob[] | Error>, broken: readonly string[] = []) {
  const woken: string[] = [];
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const ports: Ports = {
    index: {
      due: (shard, _now, limit) => {
        const found = shards[shard] ?? [];
        return found instanceof Error ? Promise.reject(found) : Promise.resolve(found.slice(0, limit));
      },
    },
    worker: {
      wake: ({ id }) => {
        if (broken.includes(id)) return Promise.reject(new Error('throttled'));
        woken.push(id);
        return Promise.resolve();
      },
    },
    log,
  };
  return { ports, woken, log };
}

describe('a sweep', () => {
  it('wakes what is due in any shard, longest due first', async () => {
    const { ports, woken, log } = world({ 0: [due('b', 20), due('d', 0)], 3: [due('a', 30.9), due('c', 10)] });
    await sweep(ports, now);
    expect(woken).toEqual(['a', 'b', 'c', 'd']);
    expect(log.info).toHaveBeenCalledExactlyOnceWith('Exports are due', { due: 4, oldestSeconds: 30 });
    expect(log.warn).not.toHaveBeenCalled();
  });

  it('says that nothing is due', async () => {
    const { ports, woken, log } = world({});
    await sweep(ports, now);
    expect(woken).toEqual([]);
    expect(log.info).toHaveBeenCalledExactlyOnceWith('Exports are due', { due: 0, oldestSeconds: 0 });
  });

  it('goes on when one cannot be woken', async () => {
    const { ports, woken, log } = world({ 1: [due('a', 3), due('b', 2), due('c', 1)] }, ['b']);
    await sweep(ports, now);
    expect(woken).toEqual(['a', 'c']);
    expect(log.error).toHaveBeenCalledExactlyOnceWith('An export could not be woken', {
      exportId: 'b',
      error: new Error('throttled'),
    });
  });

  it('takes the longest due 300, and says that there are more', async () => {
    const many = (prefix: string) => Array.from({ length: 400 }, (_, index) => due(`${prefix}${index}`, 1000 - index));
    const { ports, woken, log } = world({ 0: many('x'), 2: many('y') });
    await sweep(ports, now);
    expect(woken).toHaveLength(300);
    expect(woken).toContain('x149');
    expect(woken).not.toContain('y150');
    expect(log.info).toHaveBeenCalledExactlyOnceWith('Exports are due', { due: 300, oldestSeconds: 1000 });
    expect(log.warn).toHaveBeenCalledOnce();
  });

  it('does the shards that can be read, and fails for the others', async () => {
    const { ports, woken, log } = world({ 0: new Error('down'), 1: [due('a', 5)] });
    await expect(sweep(ports, now)).rejects.toThrow('down');
    expect(woken).toEqual(['a']);
    expect(log.info).toHaveBeenCalledExactlyOnceWith('Exports are due', { due: 1, oldestSeconds: 5 });
  });
});
