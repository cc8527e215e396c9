import type { Collection } from '../shared/records.ts';
import { alreadyExists, notFound } from './errors.ts';
import type { ConfigurationSet } from './store.ts';

/** The configuration sets of the account, each with its event destinations. */
export class ConfigurationSets {
  readonly #records: Collection<ConfigurationSet>;

  constructor(records: Collection<ConfigurationSet>) {
    this.#records = records;
  }

  find(name: string): ConfigurationSet | undefined {
    return this.#records.get(name);
  }

  /** @throws AwsError NotFoundException */
  get(name: string): ConfigurationSet {
    const set = this.find(name);
    if (!set) throw notFound(shown(name));
    return set;
  }

  /** @throws AwsError AlreadyExistsException */
  async create(set: ConfigurationSet): Promise<void> {
    if (this.#records.has(set.name)) throw alreadyExists(shown(set.name));
    await this.#records.put(set.name, set);
  }

  /** Puts what has changed in the place of what was. */
  update(set: ConfigurationSet): Promise<void> {
    return this.#records.put(set.name, set);
  }

  /** An identity whose default it is keeps its name, and can send no more. @throws AwsError NotFoundException */
  async delete(name: string): Promise<void> {
    if (!(await this.#records.delete(name))) throw notFound(shown(name));
  }

  /** In their order. */
  names(): string[] {
    return this.#records.keys();
  }
}

const shown = (name: string): string => `Configuration set <${name}>`;
