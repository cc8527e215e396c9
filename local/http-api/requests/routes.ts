import type { AwsError } from '../../shared/aws-error.ts';
import { badRequest } from '../errors.ts';

interface Segment {
  kind: 'literal' | 'variable' | 'greedy';
  /** The literal text, or the variable's name. */
  text: string;
}

interface Route {
  routeKey: string;
  method: string;
  segments: readonly Segment[];
}

export interface RouteMatch {
  routeKey: string;
  /** By variable, decoded; empty for a route without variables. */
  pathParameters: Readonly<Record<string, string>>;
}

const DEFAULT = '$default';
const METHODS = 'ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT';

/** From the most specific to the least. */
const KINDS: readonly Segment['kind'][] = ['literal', 'variable', 'greedy'];

/**
 * The routes of an HTTP API, by route keys such as `GET /exports/{exportId}`, `ANY /{proxy+}` and `$default`.
 * Source: API Gateway Developer Guide, "Create routes for HTTP APIs in API Gateway".
 */
export class Routes {
  readonly #routes: readonly Route[];
  readonly #hasDefault: boolean;

  /** Throws `BadRequestException` for a route key that API Gateway would refuse. */
  constructor(routeKeys: readonly string[]) {
    this.#hasDefault = routeKeys.includes(DEFAULT);
    this.#routes = routeKeys
      .filter((routeKey) => routeKey !== DEFAULT)
      .map(parseRoute)
      .sort(bySpecificity);
  }

  /**
   * @param path as it was requested, percent-encoded
   * @throws URIError for a path whose encoding is broken
   */
  find(method: string, path: string): RouteMatch | undefined {
    const parts = path.split('/').slice(1).map(decodeURIComponent);
    for (const { routeKey, segments, ...route } of this.#routes) {
      if (route.method !== 'ANY' && route.method !== method) continue;
      const pathParameters = match(segments, parts);
      if (pathParameters) return { routeKey, pathParameters };
    }
    return this.#hasDefault ? { routeKey: DEFAULT, pathParameters: {} } : undefined;
  }
}

/** Two route keys of one shape match the same requests. Throws `BadRequestException` for one that API Gateway would refuse. */
export function shapeOf(routeKey: string): string {
  if (routeKey === DEFAULT) return DEFAULT;
  const { method, segments } = parseRoute(routeKey);
  return `${method} ${segments.map(({ kind, text }) => (kind === 'literal' ? text : `{${kind}}`)).join('/')}`;
}

function invalid(routeKey: string, reason: string): AwsError {
  return badRequest(`The provided route key ${routeKey} is not formatted properly for HTTP protocol: ${reason}`);
}

function parseRoute(routeKey: string): Route {
  const [, method, path] = new RegExp(`^(${METHODS}) /(.*)$`).exec(routeKey) ?? [];
  if (method === undefined || path === undefined)
    throw invalid(routeKey, 'expected $default, or a method and a path such as GET /exports/{id}');
  const segments = path.split('/').map((text, index, { length }) => {
    const segment = parseSegment(text);
    if (!segment || (segment.kind === 'greedy' && index < length - 1))
      throw invalid(routeKey, 'variables are whole segments, {name}, or {name+} as the last one');
    return segment;
  });
  const variables = segments.filter(({ kind }) => kind !== 'literal').map(({ text }) => text);
  if (new Set(variables).size < variables.length) throw invalid(routeKey, 'a variable is twice in it');
  return { routeKey, method, segments };
}

function parseSegment(text: string): Segment | undefined {
  const [, name, plus] = /^\{([\w.:-]+)(\+?)\}$/.exec(text) ?? [];
  if (name !== undefined) return { kind: plus === '+' ? 'greedy' : 'variable', text: name };
  return /[{}]/.test(text) ? undefined : { kind: 'literal', text };
}

/** A slash at the end counts. A variable has at least one character; a greedy one may be empty, if its slash is there. */
function match(segments: readonly Segment[], parts: readonly string[]): Record<string, string> | undefined {
  const greedy = segments.at(-1)?.kind === 'greedy';
  if (greedy ? parts.length < segments.length : parts.length !== segments.length) return undefined;
  const parameters: [string, string][] = [];
  for (const [index, { kind, text }] of segments.entries()) {
    const part = parts[index] ?? '';
    if (kind === 'literal' && part !== text) return undefined;
    if (kind === 'variable' && part === '') return undefined;
    if (kind === 'variable') parameters.push([text, part]);
    if (kind === 'greedy') parameters.push([text, parts.slice(index).join('/')]);
  }
  return Object.fromEntries(parameters);
}

/** A full match comes before a greedy one, then a literal segment before a variable, from the left, and a method before ANY. */
function bySpecificity(a: Route, b: Route): number {
  const greedy = Number(a.segments.at(-1)?.kind === 'greedy') - Number(b.segments.at(-1)?.kind === 'greedy');
  if (greedy !== 0) return greedy;
  for (const [index, { kind }] of a.segments.entries()) {
    const other = b.segments[index]?.kind;
    if (other !== undefined && kind !== other) return KINDS.indexOf(kind) - KINDS.indexOf(other);
  }
  // Of two greedy routes, the one with more before it: the other one's variable stands where this one still has segments.
  return b.segments.length - a.segments.length || Number(a.method === 'ANY') - Number(b.method === 'ANY');
}
