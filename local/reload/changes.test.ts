import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { collectChanges, type Batch } from './changes.ts';

/** A batch that waits until it is let go. */
interface Work extends Batch {
  end: (done: boolean) => void;
}

function collect() {
  const begun: Work[] = [];
  const changes = collectChanges(
    (batch) => new Promise((end) => begun.push({ ...batch, files: [...batch.files].sort(), end })),
    1,
  );
  const next = async (count: number): Promise<Work> => {
    await vi.waitFor(() => {
      expect(begun).toHaveLength(count);
    });
    return begun[count - 1]!;
  };
  return { begun, changes, next };
}

describe('changes of files', () => {
  it('are worked on together where they come together', async () => {
    const { changes, next } = collect();
    for (const file of ['b', 'a', 'b']) changes.add(file);
    const work = await next(1);
    expect(work.files).toEqual(['a', 'b']);
    expect(work.isOvertaken()).toBe(false);
    work.end(true);
    await changes.close();
  });

  it('wait for the work that is being done, and tell it that it is old', async () => {
    const { begun, changes, next } = collect();
    changes.add('a');
    const first = await next(1);
    changes.add('b');
    expect(first.isOvertaken()).toBe(true);
    expect(begun).toHaveLength(1);
    first.end(false);
    const second = await next(2);
    expect(second.files).toEqual(['a', 'b']);
    expect(second.since).toBe(first.since);
    changes.add('c');
    second.end(true);
    const third = await next(3);
    expect(third.files).toEqual(['c']);
    third.end(true);
    await changes.close();
  });

  it('are not worked on any more after the end', async () => {
    const { begun, changes, next } = collect();
    changes.add('a');
    const work = await next(1);
    changes.add('b');
    const closed = changes.close();
    work.end(false);
    await closed;
    changes.add('c');
    expect(begun).toHaveLength(1);
  });

  it('are each in a batch that is done and began after them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ file: fc.nat(3), pause: fc.boolean() }), { maxLength: 12 }),
        async (saves) => {
          let clock = 0;
          let active = 0;
          const saved = new Map<string, number>();
          const seen = new Map<string, number>();
          const changes = collectChanges(async ({ files, isOvertaken }) => {
            expect(++active).toBe(1);
            const began = ++clock;
            await Promise.resolve();
            active--;
            if (isOvertaken()) return false;
            for (const file of files) seen.set(file, began);
            return true;
          }, 0);
          for (const { file, pause } of saves) {
            saved.set(String(file), ++clock);
            changes.add(String(file));
            if (pause) await new Promise((resolve) => setTimeout(resolve, 2));
          }
          await vi.waitFor(() => {
            for (const [file, at] of saved) expect(seen.get(file) ?? 0).toBeGreaterThan(at);
          });
          await changes.close();
        },
      ),
      { numRuns: 25 },
    );
  });
});
