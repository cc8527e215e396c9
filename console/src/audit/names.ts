/** Things of one kind, as far as they have been asked for. */
interface Known {
  items: readonly { id: string; name: string }[];
  /** Whether these are all that there were. */
  isAll: boolean;
  /** When they were asked for, in epoch milliseconds. */
  asOf: number;
}

/** What something is called now that was there at an event; undefined where it has been deleted since, and null where that is not known. */
export type NameAt = (id: string, event: { time: string }) => string | null | undefined;

/** What things are called. What was made after they were asked for is not among them, and is there all the same. */
export function namesOf({ items, isAll, asOf }: Known): NameAt {
  const names = new Map(items.map(({ id, name }) => [id, name]));
  return (id, { time }) => names.get(id) ?? (isAll && Date.parse(time) < asOf ? undefined : null);
}
