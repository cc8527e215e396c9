/** Where a command speaks to a person. */
export interface Terminal {
  say(text: string): void;
  /** Whether a person answered a question with this word; undefined where nobody can be asked. */
  confirm: ((question: string, word: string) => Promise<boolean>) | undefined;
}
