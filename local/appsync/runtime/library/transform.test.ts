import { describe, expect, it } from 'vitest';
import { run, valueOf } from '../../testing/evaluate.ts';

/** A rule as `fieldName operator value`. */
function rules(value: unknown): string[][] {
  const { filterGroup } = value as {
    filterGroup: { filters: { fieldName: string; operator: string; value: unknown }[] }[];
  };
  return filterGroup.map(({ filters }) =>
    filters.map((rule) => `${rule.fieldName} ${rule.operator} ${String(rule.value)}`),
  );
}

describe('toSubscriptionFilter ("Transformation helpers in $util.transform")', () => {
  const book = (downvotes: string) => `{
    percentageUp: { lte: 50, gte: 20 },
    and: [{ title: { ne: 'Book1' } }, { downvotes: ${downvotes} }],
    or: [{ author: { eq: 'Admin' } }, { isPublished: { eq: false } }],
  }`;

  it('joins fields by AND, operators of one field by OR', () => {
    expect(rules(valueOf(`util.transform.toSubscriptionFilter(${book('{ gt: 2000 }')})`))).toEqual([
      ['percentageUp lte 50', 'title ne Book1', 'downvotes gt 2000', 'author eq Admin'],
      ['percentageUp lte 50', 'title ne Book1', 'downvotes gt 2000', 'isPublished eq false'],
      ['percentageUp gte 20', 'title ne Book1', 'downvotes gt 2000', 'author eq Admin'],
      ['percentageUp gte 20', 'title ne Book1', 'downvotes gt 2000', 'isPublished eq false'],
    ]);
  });

  it('leaves ignored fields out', () => {
    expect(
      rules(valueOf(`util.transform.toSubscriptionFilter(${book('{ gt: 20 }')}, ['percentageUp', 'author'])`)),
    ).toEqual([['title ne Book1', 'downvotes gt 20', 'isPublished eq false']]);
  });

  it('adds strict rules, of which one must hold', () => {
    const strict = "{ upvotes: { gte: 250 }, author: { eq: 'Person1' } }";
    expect(
      rules(
        valueOf(`util.transform.toSubscriptionFilter(${book('{ gt: 20 }')}, ['percentageUp', 'author'], ${strict})`),
      ),
    ).toEqual([
      ['title ne Book1', 'downvotes gt 20', 'isPublished eq false', 'upvotes gte 250'],
      ['title ne Book1', 'downvotes gt 20', 'isPublished eq false', 'author eq Person1'],
    ]);
  });

  it.each([
    ['{ a: { eq: 1, ne: 2 } }', 'rules take one operator for a'],
    ['{ and: [{ a: { eq: 1 } }] }', 'rules take no and'],
  ])('refuses the strict rules %s', (strict, message) => {
    const { error } = run(`return util.transform.toSubscriptionFilter({ b: { eq: 1 } }, [], ${strict});`);
    expect(error?.message).toContain(message);
  });

  it('nests', () => {
    const filter =
      '{ and: [{ a: { eq: 1 } }, { or: [{ b: { eq: 2 } }, { and: [{ c: { eq: 3 } }, { d: { eq: 4 } }] }] }] }';
    expect(rules(valueOf(`util.transform.toSubscriptionFilter(${filter})`))).toEqual([
      ['a eq 1', 'b eq 2'],
      ['a eq 1', 'c eq 3', 'd eq 4'],
    ]);
  });

  it('keeps the strict rules where all else is ignored', () => {
    expect(rules(valueOf("util.transform.toSubscriptionFilter({ a: { eq: 1 } }, ['a'], { b: { eq: 2 } })"))).toEqual([
      ['b eq 2'],
    ]);
  });

  it('refuses a field whose operand is undefined', () => {
    expect(
      run('return util.transform.toSubscriptionFilter({ organizationId: { eq: ctx.args.none } });').error?.message,
    ).toContain('organizationId has no operator');
  });
});

describe('toDynamoDBFilterExpression and toDynamoDBConditionExpression ("Transformation helpers in util.transform")', () => {
  function condition(filter: string): unknown {
    return JSON.parse(String(valueOf(`util.transform.toDynamoDBConditionExpression(${filter})`)));
  }

  it('gives the documented example, as a string', () => {
    const text = valueOf("util.transform.toDynamoDBFilterExpression({ title: { contains: 'Hello World' } })");
    expect(text).toBe(
      '{"expression":"(contains(#title,:title_contains))","expressionNames":{"#title":"title"},' +
        '"expressionValues":{":title_contains":{"S":"Hello World"}}}',
    );
  });

  it.each([
    ['{ id: { attributeExists: true }, version: { eq: 10 } }', '(attribute_exists(#id)) AND (#version = :version_eq)'],
    ['{ a: { ne: 1, lt: 2 } }', '(#a <> :a_ne) AND (#a < :a_lt)'],
    ['{ a: { between: [1, 2] } }', '(#a BETWEEN :a_between_1 AND :a_between_2)'],
    ['{ a: { in: [1, 2] } }', '(#a IN (:a_in_0, :a_in_1))'],
    [
      "{ a: { beginsWith: 'x', notContains: 'y' } }",
      '(begins_with(#a,:a_beginsWith)) AND (NOT contains(#a,:a_notContains))',
    ],
    ["{ a: { attributeType: 'string' } }", '(attribute_type(#a,:a_attributeType))'],
    ['{ a: { size: { gt: 3 } } }', '(size(#a) > :a_size_gt)'],
    ['{ a: { b: { eq: 1 } } }', '(#a.#b = :a_b_eq)'],
    ['{ not: { a: { eq: 1 } } }', '(NOT (#a = :not_a_eq))'],
    [
      '{ or: [{ id: { attributeExists: false } }, { version: { eq: 1 } }] }',
      '((attribute_not_exists(#id)) OR (#version = :or_1_version_eq))',
    ],
    ['{ or: [{ a: { eq: 1 }, b: { eq: 2 } }] }', '((#a = :or_0_a_eq) AND (#b = :or_0_b_eq))'],
    ["{ 'a-b': { eq: 1 }, a_b: { eq: 2 } }", '(#a_b = :a_b_eq) AND (#a_b_2 = :a_b_eq_2)'],
  ])('%s', (filter, expression) => {
    expect(condition(filter)).toMatchObject({ expression });
  });

  it.each([
    ['{}', 'an empty condition'],
    ['{ version: {} }', 'without an operator'],
    ['{ version: { eq: ctx.args.none } }', 'without an operator'],
    ['{ version: null }', 'version'],
    ['{ version: 3 }', 'version'],
    ['{ version: { like: 3 } }', 'like'],
    ['{ or: [] }', 'or is empty'],
    ['{ version: { between: [1] } }', 'between'],
    ['{ version: { in: [] } }', 'in'],
  ])('refuses %s, which would let everything through', (filter, message) => {
    const { error } = run(`return util.transform.toDynamoDBConditionExpression(${filter});`);
    expect(error?.message).toContain(message);
  });
});

describe('toElasticsearchQueryDSL ("Transformation helpers in util.transform")', () => {
  const query = (filter: string): unknown =>
    JSON.parse(String(valueOf(`util.transform.toElasticsearchQueryDSL(${filter})`)));

  it('gives the documented example', () => {
    expect(query("{ upvotes: { ne: 15, range: [10, 20] }, title: { eq: 'hihihi', wildcard: 'h*i' } }")).toEqual({
      bool: {
        must: [
          {
            bool: {
              must: [{ bool: { must_not: { term: { upvotes: 15 } } } }, { range: { upvotes: { gte: 10, lte: 20 } } }],
            },
          },
          { bool: { must: [{ term: { title: 'hihihi' } }, { wildcard: { title: 'h*i' } }] } },
        ],
      },
    });
  });

  it.each([
    ['{ a: { eq: 1 } }', { term: { a: 1 } }],
    ['{ a: { gt: 1, lte: 2 } }', { bool: { must: [{ range: { a: { gt: 1 } } }, { range: { a: { lte: 2 } } }] } }],
    ["{ a: { match: 'x' } }", { match: { a: 'x' } }],
    ["{ a: { matchPhrase: 'x' } }", { match_phrase: { a: 'x' } }],
    ["{ a: { matchPhrasePrefix: 'x' } }", { match_phrase_prefix: { a: 'x' } }],
    ["{ a: { multiMatch: 'x' } }", { multi_match: { a: 'x' } }],
    ["{ a: { regexp: 'x' } }", { regexp: { a: 'x' } }],
    ['{ a: { exists: true } }', { exists: { field: 'a' } }],
    ['{ a: { exists: false } }', { bool: { must_not: { exists: { field: 'a' } } } }],
    ['{ or: [{ a: { eq: 1 } }, { b: { eq: 2 } }] }', { bool: { should: [{ term: { a: 1 } }, { term: { b: 2 } }] } }],
    ['{ and: [{ a: { eq: 1 } }] }', { bool: { must: [{ term: { a: 1 } }] } }],
    ['{ not: { a: { eq: 1 } } }', { bool: { must_not: { term: { a: 1 } } } }],
  ])('%s', (filter, expected) => {
    expect(query(filter)).toEqual(expected);
  });

  it.each([
    ['{}', 'an empty filter'],
    ['{ a: {} }', 'without an operator'],
    ['{ a: { eq: ctx.args.none } }', 'without an operator'],
    ['{ a: { like: 1 } }', 'unknown operator like'],
    ['{ a: { range: [1] } }', 'range'],
  ])('refuses %s', (filter, message) => {
    expect(run(`return util.transform.toElasticsearchQueryDSL(${filter});`).error?.message).toContain(message);
  });
});
