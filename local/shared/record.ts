import * as v from 'valibot';

/**
 * A schema of a JSON object with any names, each value as `value` has it. `v.record` leaves out members that are named `constructor`, `prototype` or
 * `__proto__`; in data they are names like any other.
 */
export function anyNames<Output>(
  value: v.GenericSchema<unknown, Output>,
): v.GenericSchema<unknown, Record<string, Output>> {
  return v.pipe(
    v.custom<Record<string, unknown>>(isObject, 'Expected an object'),
    v.rawTransform(({ dataset, addIssue }) => {
      const entries = Object.entries(dataset.value).map(([key, member]) => {
        const parsed = v.safeParse(value, member);
        if (parsed.success) return [key, parsed.output] as const;
        const step = { type: 'object', origin: 'value', input: dataset.value, key, value: member } as const;
        for (const { message, path = [] } of parsed.issues) addIssue({ message, path: [step, ...path] });
        return undefined;
      });
      return Object.fromEntries(entries.filter((entry) => entry !== undefined));
    }),
  );
}

function isObject(input: unknown): boolean {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
