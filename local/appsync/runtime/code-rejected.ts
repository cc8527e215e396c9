import type { AnyNode } from 'acorn';

/** Where in the code. Lines and columns are from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** Characters; -1 for what is longer than a line. */
  readonly span: number;
}

/** A breach of a rule. */
export interface Finding {
  readonly place: Place;
  readonly rule: string;
  readonly message: string;
}

/** For what is missing or too long as a whole. */
export const START: Place = { line: 1, column: 1, span: -1 };

export function finding(node: AnyNode, rule: string, message: string): Finding {
  return { place: placeOf(node), rule, message };
}

function placeOf({ loc, start, end }: AnyNode): Place {
  if (!loc) return START;
  return {
    line: loc.start.line,
    column: loc.start.column + 1,
    span: loc.start.line === loc.end.line ? end - start : -1,
  };
}

/** Code that AppSync would refuse to save: where, and which rule it breaks. */
export class CodeRejected extends Error {
  override readonly name = 'CodeRejected';
  readonly file: string;
  readonly place: Place;
  /** As AppSync's own linter calls it (`no-while`), where it has such a rule; else a name of `syntax-rules.ts` and its neighbours. */
  readonly rule: string;
  /** The message without the place. */
  readonly reason: string;

  constructor(file: string, { place, rule, message }: Finding) {
    super(`${file}:${place.line} ${message}`);
    this.file = file;
    this.place = place;
    this.rule = rule;
    this.reason = message;
  }

  get line(): number {
    return this.place.line;
  }
}
