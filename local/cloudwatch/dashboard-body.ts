import * as v from 'valibot';

/** `DataPath` as AWS has it, such as `/widgets/0/width`; absent where it is of the whole. */
interface Problem {
  DataPath?: string;
  Message: string;
}

const between = (minimum: number, maximum: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(minimum), v.maxValue(maximum)));

const place = { x: between(0, 23), y: between(0, Infinity), width: between(1, 24), height: between(1, 1000) };
const ofType = <const Type extends string, Properties extends v.GenericSchema>(type: Type, properties: Properties) =>
  v.looseObject({ ...place, type: v.literal(type), properties });

const metricProperties = v.pipe(
  v.looseObject({
    metrics: v.optional(v.array(v.array(v.unknown()))),
    annotations: v.optional(v.looseObject({})),
    region: v.optional(v.string()),
  }),
  v.check(
    ({ metrics, annotations }) => metrics !== undefined || annotations !== undefined,
    'Should have metrics or annotations',
  ),
);

/** Source: Amazon CloudWatch API Reference, "Dashboard body structure and syntax". */
const body = v.looseObject({
  widgets: v.optional(
    v.pipe(
      v.array(
        v.variant('type', [
          ofType('metric', metricProperties),
          ofType('text', v.looseObject({ markdown: v.string() })),
          ofType('log', v.looseObject({ query: v.string() })),
          ofType('alarm', v.looseObject({ alarms: v.pipe(v.array(v.string()), v.maxLength(100)) })),
          ofType('explorer', v.looseObject({})),
          ofType('custom', v.looseObject({ endpoint: v.string() })),
        ]),
      ),
      v.maxLength(500),
    ),
    [],
  ),
  start: v.optional(v.string()),
  end: v.optional(v.string()),
  periodOverride: v.optional(v.picklist(['auto', 'inherit'])),
});

/** What is wrong with the body of a dashboard; empty where nothing is. */
export function dashboardProblems(text: string): Problem[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [{ Message: 'The body is not JSON' }];
  }
  const result = v.safeParse(body, parsed);
  return (result.issues ?? []).map((issue) => {
    const path = v.getDotPath(issue);
    return { ...(path !== null && { DataPath: `/${path.replaceAll('.', '/')}` }), Message: issue.message };
  });
}
