/**
 * The names of an export's columns, each another one. A metric may be called `time`, and SQL does not tell `a` from `A`: a name that is taken gets
 * the first number that makes it another, such as `time_2`.
 */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${name}_${number}`;
    taken.add(free.toLowerCase());
    return free;
  });
}
