/** Code that AppSync would refuse to save: where, and which rule it breaks. */
export class CodeRejected extends Error {
  override readonly name = 'CodeRejected';
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Name of the rule in the table of `syntax-rules.ts`, or `syntax`, `size`, `imports`, `exports`. */
  readonly rule: string;
  /** The message without the place. */
  readonly reason: string;

  constructor(file: string, line: number, rule: string, message: string) {
    super(`${file}:${line} ${message}`);
    this.file = file;
    this.line = line;
    this.rule = rule;
    this.reason = message;
  }
}
