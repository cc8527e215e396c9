import * as v from 'valibot';
import { LibraryError } from '../run.ts';
import { anyRecord, read } from './arguments.ts';

const NAME = 'util.transform.toElasticsearchQueryDSL';

type Query = Readonly<Record<string, unknown>>;

/** Operators of `OpenSearchQueryObject` that are a query of their own of one field and a value. */
const FIELD_QUERIES: Readonly<Record<string, string>> = {
  eq: 'term',
  match: 'match',
  matchPhrase: 'match_phrase',
  matchPhrasePrefix: 'match_phrase_prefix',
  multiMatch: 'multi_match',
  wildcard: 'wildcard',
  regexp: 'regexp',
};
const BOUNDS = ['gt', 'gte', 'lt', 'lte'];

/**
 * `util.transform.toElasticsearchQueryDSL` ("Transformation helpers in util.transform", which shows the structure): fields and operators are
 * joined by AND, and only where there are several.
 * @returns the query as JSON
 */
export function toElasticsearchQueryDsl(filter: unknown): string {
  return JSON.stringify(all(queriesOf(read(NAME, anyRecord, filter))));
}

function queriesOf(filter: Query): Query[] {
  return Object.entries(filter).map(([key, value]) => {
    if (key === 'and' || key === 'or') {
      const parts = read(`${NAME}: ${key}`, v.array(anyRecord), value).map((part) => all(queriesOf(part)));
      return { bool: { [key === 'and' ? 'must' : 'should']: parts } };
    }
    if (key === 'not') return not(all(queriesOf(read(`${NAME}: not`, anyRecord, value))));
    return all(
      Object.entries(read(`${NAME}: ${key}`, anyRecord, value)).map(([operator, operand]) =>
        fieldQuery(key, operator, operand),
      ),
    );
  });
}

function fieldQuery(field: string, operator: string, operand: unknown): Query {
  const query = FIELD_QUERIES[operator];
  if (query !== undefined) return { [query]: { [field]: operand } };
  if (BOUNDS.includes(operator)) return { range: { [field]: { [operator]: operand } } };
  switch (operator) {
    case 'ne':
      return not({ term: { [field]: operand } });
    case 'range': {
      const [gte, lte] = read(`${NAME}: range`, v.pipe(v.array(v.unknown()), v.length(2)), operand);
      return { range: { [field]: { gte, lte } } };
    }
    case 'exists':
      return read(`${NAME}: exists`, v.boolean(), operand) ? { exists: { field } } : not({ exists: { field } });
    default:
      throw new LibraryError(`${NAME}: unknown operator ${operator}`);
  }
}

function not(query: Query): Query {
  return { bool: { must_not: query } };
}

/** @throws {LibraryError} for none: a query that vanishes would match every document */
function all(queries: readonly Query[]): Query {
  const [first, ...others] = queries;
  if (!first) throw new LibraryError(`${NAME}: an empty filter, or a field without an operator`);
  return others.length === 0 ? first : { bool: { must: queries } };
}
