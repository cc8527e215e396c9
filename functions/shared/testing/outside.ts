/** What goes wrong at a call to the outside. `lost` and `ends after`: it took effect all the same. `ends …`: the process is no more. */
export type Fault = 'refused' | 'lost' | 'ends before' | 'ends after';
export const FAULTS: readonly Fault[] = ['refused', 'lost', 'ends before', 'ends after'];

/** Every call that a worker makes to the outside, in its order, with something to happen at one of them. */
export class Outside {
  /** Names of the calls that were begun. */
  readonly calls: string[] = [];
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  private hasEnded = false;
  private end: () => void = () => undefined;
  private readonly at: number | string;
  private readonly what: Fault | (() => Promise<void>);

  /** @param at the number of the call, from 0, or the name of the calls @param what goes wrong there, or what comes between */
  constructor(at: number | string = -1, what: Fault | (() => Promise<void>) = 'refused') {
    this.at = at;
    this.what = what;
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  /** Makes a call, as far as this process still makes calls. */
  async call<T>(name: string, make: () => Promise<T>): Promise<T> {
    if (this.isOver()) return never();
    const number = this.calls.push(name) - 1;
    const isAt = this.at === number || this.at === name;
    const result = isAt ? await this.disturbed(name, make) : await make();
    // What came back after the end reached nobody.
    return this.isOver() ? never() : result;
  }

  /** An AWS client whose every request goes through {@link call}. */
  watch<Client extends { send: (...parameters: never[]) => Promise<unknown> }>(client: Client): Client {
    const send = (...parameters: Parameters<Client['send']>): Promise<unknown> =>
      this.call(nameOf(parameters[0]), () => client.send(...parameters));
    return new Proxy(client, { get: (target, member) => (member === 'send' ? send : Reflect.get(target, member)) });
  }

  private isOver(): boolean {
    return this.hasEnded;
  }

  private async disturbed<T>(name: string, make: () => Promise<T>): Promise<T> {
    if (typeof this.what === 'function') {
      await this.what();
      return make();
    }
    if (this.what === 'lost' || this.what === 'ends after') await make();
    if (this.what === 'refused' || this.what === 'lost') throw new Error(`${name} was ${this.what}`);
    this.hasEnded = true;
    this.end();
    return never();
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}

function nameOf(command: unknown): string {
  return typeof command === 'object' && command !== null ? command.constructor.name : 'request';
}
