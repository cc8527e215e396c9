import * as v from 'valibot';

/** One thing that an event tells about what was asked for. */
export interface Detail {
  name: string;
  value: string;
}

const Json = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()));

/** What an event's `details` tell, a text as it is and anything else as JSON. Of details that are none it tells the text itself. */
export function detailsOf(details: string | null): Detail[] {
  if (details === null) return [];
  const parsed = v.safeParse(Json, details);
  if (!parsed.success) return [{ name: '', value: details }];
  return Object.entries(parsed.output).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value, null, 2),
  }));
}

/** What the target was called, where the details say so. */
export function nameIn(details: string | null): string | undefined {
  return detailsOf(details).find(({ name }) => name === 'name')?.value;
}
