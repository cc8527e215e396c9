import type { DataSourceAnswer, SendBatch, Siblings } from '../types.ts';
import type { ResponsePath } from './errors.ts';

/**
 * What AppSync sends at once where a step asks for BatchInvoke and sets no size: what it always was before the size could be set.
 * Source: "Introducing configurable batching size for AWS AppSync Lambda resolvers", AWS Front-End Web & Mobile Blog.
 */
const DEFAULT_BATCH_SIZE = 5;

/** A field that a resolver runs for. */
interface ResolvedField {
  typeName: string;
  fieldName: string;
  path: ResponsePath;
}

/** One run of a resolver among those of the same field and level. */
export interface FieldRun {
  /** @param step which of the resolver's steps asks. @param size the most at once; 0 where the step sets none */
  siblings(step: number, size: number): Siblings;
  /** Must be called when the run ends, however it does. */
  leave(): void;
}

interface Waiting {
  run: FieldRun;
  payload: unknown;
  resolve: (answer: DataSourceAnswer) => void;
  reject: (error: unknown) => void;
}

interface Group {
  step: number;
  size: number;
  send: SendBatch;
  waiting: Waiting[];
}

/** The runs of one field at one level of a request. */
interface Level {
  /** In the order of their parents, the last step for which each has asked; -1 for none. */
  running: Map<FieldRun, number>;
  /** By step and kind. */
  groups: Map<string, Group>;
}

/**
 * Gathers what the resolvers of siblings ask for, so that it can be sent together. There is one for each request.
 * A step's requests are sent once every sibling has asked, is past the step or has ended, so that what is sent together does not depend on who is faster.
 */
export class Batches {
  private readonly levels = new Map<string, Level>();

  /** Begins a run; its siblings are the runs of the same field under parents as deep as its own. */
  enter({ typeName, fieldName, path }: ResolvedField): FieldRun {
    const depth = path.filter((part) => typeof part === 'string').length;
    const key = `${typeName}.${fieldName}/${depth}`;
    const level: Level = this.levels.get(key) ?? { running: new Map(), groups: new Map() };
    this.levels.set(key, level);
    const run: FieldRun = {
      siblings: (step, size) => ({
        gather: (kind, payload, send) =>
          new Promise((resolve, reject) => {
            const group = groupOf(level, `${step} ${kind}`, { step, size: size > 0 ? size : DEFAULT_BATCH_SIZE, send });
            group.waiting.push({ run, payload, resolve, reject });
            level.running.set(run, step);
            sendWhenComplete(level);
          }),
      }),
      leave: () => {
        level.running.delete(run);
        sendWhenComplete(level);
      },
    };
    level.running.set(run, -1);
    return run;
  }
}

function groupOf(level: Level, key: string, begin: Omit<Group, 'waiting'>): Group {
  const group = level.groups.get(key) ?? { ...begin, waiting: [] };
  level.groups.set(key, group);
  return group;
}

/** Siblings that start by what has happened already are there only once that has been worked off. */
function sendWhenComplete(level: Level): void {
  if (level.groups.size === 0) return;
  setImmediate(() => {
    for (const [key, group] of level.groups) {
      if (![...level.running.values()].every((asked) => asked >= group.step)) continue;
      level.groups.delete(key);
      for (const batch of batchesOf(group, [...level.running.keys()])) void sendTogether(batch, group.send);
    }
  });
}

/** Without those whose run has ended meanwhile, as one does whose time is up. */
function batchesOf({ waiting, size }: Group, running: readonly FieldRun[]): Waiting[][] {
  const ranks = new Map(running.map((run, rank) => [run, rank]));
  const rank = ({ run }: Waiting): number => ranks.get(run) ?? -1;
  const inOrder = waiting.filter((each) => rank(each) >= 0).sort((one, other) => rank(one) - rank(other));
  const starts = Array.from({ length: Math.ceil(inOrder.length / size) }, (_, index) => index * size);
  return starts.map((start) => inOrder.slice(start, start + size));
}

async function sendTogether(waiting: readonly Waiting[], send: SendBatch): Promise<void> {
  try {
    const answers = await send(waiting.map(({ payload }) => payload));
    waiting.forEach(({ resolve }, index) => {
      resolve(answers[index] ?? { result: null });
    });
  } catch (error) {
    for (const { reject } of waiting) reject(error);
  }
}
