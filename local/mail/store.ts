import { randomUUID } from 'node:crypto';
import type { ClassicLevel } from 'classic-level';
import { openLevel } from '../shared/level.ts';
import type { Mail } from '../shared/ports.ts';
import type { Clock } from '../shared/service.ts';

/** A mail as the mailbox keeps it. */
export interface StoredMail extends Mail {
  id: string;
  /** Milliseconds since the epoch. */
  receivedAt: number;
}

/** Whom a mail goes to: the open recipients first. */
export function recipientsOf({ to, cc = [], bcc = [] }: Mail): string[] {
  return [...to, ...cc, ...bcc];
}

/** The newest mails, durable: one that `add` has resolved for survives the end of the process. */
export class MailStore {
  private readonly db: ClassicLevel<string, StoredMail>;
  private readonly capacity: number;
  private readonly clock: Clock;
  /** Keys sort by arrival, whatever the clock says. */
  private next: number;
  private writing: Promise<unknown> = Promise.resolve();

  private constructor(db: ClassicLevel<string, StoredMail>, next: number, capacity: number, clock: Clock) {
    this.db = db;
    this.next = next;
    this.capacity = capacity;
    this.clock = clock;
  }

  static async open(directory: string, capacity: number, clock: Clock): Promise<MailStore> {
    const db = await openLevel<StoredMail>(directory, 'json');
    const [newest] = await db.keys({ reverse: true, limit: 1 }).all();
    return new MailStore(db, newest === undefined ? 0 : Number(newest.slice(0, KEY_DIGITS)) + 1, capacity, clock);
  }

  /** Keeps a mail, and lets the oldest beyond the capacity go. */
  async add(mail: Mail): Promise<StoredMail> {
    const number = this.next++;
    const stored = {
      ...mail,
      id: `${String(number).padStart(KEY_DIGITS, '0')}-${randomUUID()}`,
      receivedAt: this.clock(),
    };
    const write = this.writing.then(async () => {
      await this.db.put(stored.id, stored);
      await this.db.clear({ lt: String(Math.max(0, number + 1 - this.capacity)).padStart(KEY_DIGITS, '0') });
    });
    this.writing = write.catch(() => undefined);
    await write;
    return stored;
  }

  /** Newest first. */
  list(): Promise<StoredMail[]> {
    return this.db.values({ reverse: true }).all();
  }

  get(id: string): Promise<StoredMail | undefined> {
    return this.db.get(id);
  }

  clear(): Promise<void> {
    return this.db.clear();
  }

  async close(): Promise<void> {
    await this.writing;
    await this.db.close();
  }
}

const KEY_DIGITS = 12;
