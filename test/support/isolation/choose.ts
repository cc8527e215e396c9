import { ulid } from 'ulid';
import type { Foreign, Lane } from './lane.ts';

/** An id that is tried, and whether the organization has it. */
export interface Tried {
  readonly id: string;
  readonly isOwn: boolean;
}

interface Choices {
  readonly own: Iterable<string>;
  readonly deleted: readonly string[];
  readonly foreign: readonly string[];
}

/** An id of the organization, mostly; else one that it had, one of another organization, or one that nobody has. */
export function tryId({ random }: Lane, { own, deleted, foreign }: Choices): Tried {
  const there = [...own];
  const choose = random.weighted([
    [60, () => random.pick(there)],
    [8, () => random.pick(deleted)],
    [24, () => random.pick(foreign)],
    // The first characters are its time: one that is close to those that there are.
    [
      5,
      () =>
        ulid().slice(0, 10) +
        random
          .letters(16)
          .toUpperCase()
          .replace(/[ILOU]/g, 'Z'),
    ],
    [
      3,
      () =>
        random.pick([
          '',
          'x',
          `${random.pick(foreign) ?? ''} `,
          (random.pick(foreign) ?? '').toLowerCase(),
          '*',
          '../',
        ]),
    ],
  ]);
  const id = choose() ?? ulid();
  return { id, isOwn: there.includes(id) };
}

export function tryDevice(lane: Lane): Tried {
  const { devices, deleted } = lane.model;
  return tryId(lane, { own: devices.keys(), deleted: deleted.devices, foreign: lane.foreign.devices });
}

export function tryIdentity(lane: Lane): Tried {
  const { identities, deleted } = lane.model;
  return tryId(lane, { own: identities.keys(), deleted: deleted.identities, foreign: lane.foreign.identities });
}

export function tryExport(lane: Lane): Tried {
  const { exports, deleted } = lane.model;
  return tryId(lane, { own: exports.keys(), deleted: deleted.exports, foreign: lane.foreign.exports });
}

export function tryImport(lane: Lane): Tried {
  return tryId(lane, { own: lane.model.imports, deleted: [], foreign: lane.foreign.imports });
}

/** Up to three devices, each once; and the first of them that the organization does not have, if any. */
export function tryDevices(lane: Lane): { ids: string[]; missing: string | undefined } {
  const tried = Array.from({ length: 1 + lane.random.below(3) }, () => tryDevice(lane));
  const ids = [...new Set(tried.map(({ id }) => id))];
  return { ids, missing: tried.find(({ isOwn }) => !isOwn)?.id };
}

/** A token of a page of a field: none, mostly; one that was given to the organization, or one that was given to another. */
export function tryPage(
  { random, pages, foreign }: Lane,
  field: string,
): { token: string | null; kind: 'none' | 'own' | 'foreign' } {
  const of = (all: Foreign['pages']) => all.filter(([name]) => name === field).map(([, token]) => token);
  const kind = random.weighted([
    [70, 'none'],
    [20, 'own'],
    [10, 'foreign'],
  ] as const);
  const token = kind === 'none' ? undefined : random.pick(of(kind === 'own' ? pages : foreign.pages));
  return token === undefined ? { token: null, kind: 'none' } : { token, kind };
}

/** A word with the organization's marker in it. */
export function marked({ random, model }: Lane): string {
  return `${model.marks.word} ${random.letters(5)}`;
}

/** An address that nobody has, with a marker of its own: whoever invites it may know it. */
export function newAddress({ ownership, model, random }: Lane): string {
  return `${ownership.newWord(model.id, random)}@people.example`;
}
