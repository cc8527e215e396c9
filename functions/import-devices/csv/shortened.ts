/** More than the 64 characters that are told. */
const LONG = /^(.{64})./su;

/** A text of a file as a message has it: a cell may be as long as its row. */
export function shortened(text: string): string {
  const [, begin] = LONG.exec(text) ?? [];
  return begin === undefined ? text : `${begin}…`;
}
