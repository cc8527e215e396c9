import type { Random } from './random.ts';

/** Words that markers begin with: no other text of Sonde has them. */
const WORD = 'zq';
const WORD_LETTERS = 12;

/** What all texts and numbers of an organization have in them. */
export interface Marks {
  /** In names, texts and metrics. */
  readonly word: string;
  /** Nine digits, which follow the point of all values. */
  readonly digits: string;
  /** In the organization's own name, which whoever is invited may read. */
  readonly nameWord: string;
}

/** What of others somebody may get, and has sent themselves. */
export interface Known {
  /** Of other organizations, such as the id of one that invites. */
  readonly disclosed?: ReadonlySet<string>;
  /** What was asked: errors say it again. */
  readonly sent?: string;
}

const TOKEN = new RegExp(
  [
    // Ids, also those in the user names of services.
    '(?<![0-9A-Za-z])[0-7][0-9A-HJKMNP-TV-Z]{25}(?![0-9A-Za-z])',
    '(?<![0-9A-Za-z])[0-7][0-9a-hjkmnp-tv-z]{25}(?=@services)',
    // Ids of certificates.
    '(?<![0-9A-Za-z])[0-9a-f]{64}(?![0-9A-Za-z])',
    `${WORD}[a-z]{${WORD_LETTERS}}`,
    '(?<=\\.)7\\d{8}',
  ].join('|'),
  'g',
);
const ID = /^[0-7][0-9A-Z]{25}$|^[0-9a-f]{64}$/;
/** Long enough to hide an id. */
const ENCODED = /[A-Za-z0-9+/_-]{36,}/g;

/** Whose every id and marker is, and what is where it must not be. */
export class Ownership {
  readonly #owners = new Map<string, Set<string>>();

  /** Gives an organization its markers. */
  marksOf(owner: string, random: Random, digits: string): Marks {
    this.claim(digits, owner);
    return { word: this.newWord(owner, random), nameWord: this.newWord(owner, random), digits };
  }

  /** A marker of something of an organization. */
  newWord(owner: string, random: Random): string {
    const word = `${WORD}${random.letters(WORD_LETTERS)}`;
    this.claim(word, owner);
    return word;
  }

  /** Says that something is an organization's: of several, that it is of each. */
  claim(token: string, owner: string): void {
    this.#owners.set(token, (this.#owners.get(token) ?? new Set()).add(owner));
  }

  /** Says of a text that all markers in it are an organization's too. */
  share(text: string, owner: string): void {
    for (const token of tokensIn(text)) this.claim(token, owner);
  }

  /** The ids and markers of others in what somebody received. An id that nobody had before is the receiver's from then on. */
  foreignIn(received: string, receiver: string, { disclosed, sent = '' }: Known = {}): string[] {
    const foreign: string[] = [];
    for (const token of tokensIn(received)) {
      const owners = this.#owners.get(token);
      if (owners?.has(receiver) || disclosed?.has(token) || sent.includes(token)) continue;
      if (owners) foreign.push(`${token} of ${[...owners].join(' and ')}`);
      else if (ID.test(token)) this.claim(token, receiver);
    }
    for (const [encoded] of received.matchAll(ENCODED)) {
      for (const token of tokensIn(Buffer.from(encoded, 'base64').toString('latin1'))) {
        const owners = this.#owners.get(token);
        if (owners && !owners.has(receiver) && !disclosed?.has(token)) foreign.push(`${token}, encoded`);
      }
    }
    return foreign;
  }
}

function* tokensIn(text: string): Iterable<string> {
  for (const [token] of text.matchAll(TOKEN))
    yield token.length === 26 && !token.startsWith(WORD) ? token.toUpperCase() : token;
}
