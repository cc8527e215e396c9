import * as v from 'valibot';
import { ofType, type Resource } from '../state.ts';

const Resolver = v.object({ type: v.string(), field: v.string(), kind: v.nullable(v.string()), code: v.nullable(v.string()) });

/** Every resolver that the build wrote is there, of its kind and with no placeholder left in its code, and no other. */
export function resolvers(resources: readonly Resource[], built: Readonly<Record<string, { kind: string }>>): string[] {
  const there = new Map(
    ofType(resources, 'aws_appsync_resolver', Resolver).map(({ values }) => [`${values.type}.${values.field}`, values]),
  );
  const missing = Object.keys(built).filter((name) => !there.has(name));
  return [
    ...missing.map((name) => `the resolver of ${name} is missing`),
    ...[...there].flatMap(([name, { kind, code }]) => [
      ...(Object.hasOwn(built, name) ? [] : [`the resolver of ${name} is in no build`]),
      ...(built[name] && built[name].kind !== kind ? [`the resolver of ${name} is not of kind ${built[name].kind}`] : []),
      ...(code?.includes('__TABLE_') === false ? [] : [`the resolver of ${name} names a table by a placeholder`]),
    ]),
  ];
}
