import { remember } from '../remember.ts';
import type { LoadedCode } from '../types.ts';
import type { CodeRejected } from './code-rejected.ts';
import type { RuntimeHost } from './host.ts';
import { checkCode, loadGoodCode } from './index.ts';

/** Code by its text, which is checked and compiled once, however many resolvers have it and however often they change. */
export interface CodeLibrary {
  /** Everything for which AppSync would refuse to save `source`. Empty for good code. */
  check(source: string): readonly CodeRejected[];
  /** @throws {CodeRejected} */
  load(source: string): LoadedCode;
}

/** More than the APIs of an account on one machine have, with some versions of each. */
const REMEMBERED = 2000;
/** As AppSync calls all code. */
export const CODE_FILE = 'code.js';

export function codeLibrary(host: RuntimeHost): CodeLibrary {
  const entryOf = remember(REMEMBERED, (source) => {
    const rejections = checkCode(source, CODE_FILE);
    return { rejections, code: rejections.length === 0 ? loadGoodCode(source, CODE_FILE, host) : undefined };
  });
  return {
    check: (source) => entryOf(source).rejections,
    load(source) {
      const { rejections, code } = entryOf(source);
      if (!code) throw rejections[0] ?? new Error('Code was neither refused nor loaded');
      return code;
    },
  };
}
