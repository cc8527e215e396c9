import * as v from 'valibot';

const FIELDS = [
  'SingleHeader',
  'SingleQueryArgument',
  'AllQueryArguments',
  'UriPath',
  'QueryString',
  'Body',
  'Method',
  'JsonBody',
  'Headers',
  'Cookies',
  'HeaderOrder',
  'JA3Fingerprint',
  'JA4Fingerprint',
  'UriFragment',
];

/** Of members that exclude each other. */
export const one = <Choice extends object>() =>
  v.check((choice: Choice) => Object.keys(choice).length === 1, 'Expected exactly one');
const fieldToMatch = v.pipe(v.record(v.picklist(FIELDS), v.looseObject({})), one());
const textTransformations = v.pipe(
  v.array(v.strictObject({ Priority: v.pipe(v.number(), v.integer(), v.minValue(0)), Type: v.string() })),
  v.minLength(1),
  v.maxLength(10),
);
const matching = { FieldToMatch: fieldToMatch, TextTransformations: textTransformations };
const header = v.looseObject({ HeaderName: v.string(), FallbackBehavior: v.picklist(['MATCH', 'NO_MATCH']) });
const overrides = v.pipe(
  v.array(v.looseObject({ Name: v.string(), ActionToUse: v.looseObject({}) })),
  v.maxLength(100),
);

/** What a rule looks for, as far as it is looked at here; the rest is kept as it is. */
export interface Statement {
  ByteMatchStatement?: Matching & { PositionalConstraint: string };
  SqliMatchStatement?: Matching & { SensitivityLevel?: string | undefined };
  XssMatchStatement?: Matching;
  SizeConstraintStatement?: Matching;
  RegexMatchStatement?: Matching;
  GeoMatchStatement?: object;
  LabelMatchStatement?: object;
  AsnMatchStatement?: object;
  RateBasedStatement?: { ScopeDownStatement?: Statement | undefined; AggregateKeyType: string };
  ManagedRuleGroupStatement?: {
    VendorName: string;
    Name: string;
    ScopeDownStatement?: Statement | undefined;
  };
  AndStatement?: { Statements: Statement[] };
  OrStatement?: { Statements: Statement[] };
  NotStatement?: { Statement: Statement };
}
export interface Matching {
  FieldToMatch: Record<string, object>;
  TextTransformations: { Priority: number; Type: string }[];
}

const nested: v.GenericSchema<unknown, Statement> = v.lazy(() => statement);
const several = v.looseObject({ Statements: v.pipe(v.array(nested), v.minLength(2)) });

/**
 * Sets of addresses and of patterns, and rule groups of one's own, are not supported here.
 * Source: AWS WAF API Reference, "Statement".
 */
export const statement: v.GenericSchema<unknown, Statement> = v.pipe(
  v.strictObject({
    ByteMatchStatement: v.exactOptional(
      v.looseObject({
        ...matching,
        SearchString: v.pipe(v.string(), v.base64()),
        PositionalConstraint: v.picklist(['EXACTLY', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'CONTAINS_WORD']),
      }),
    ),
    SqliMatchStatement: v.exactOptional(
      v.looseObject({ ...matching, SensitivityLevel: v.optional(v.picklist(['LOW', 'HIGH'])) }),
    ),
    XssMatchStatement: v.exactOptional(v.looseObject(matching)),
    SizeConstraintStatement: v.exactOptional(
      v.looseObject({
        ...matching,
        ComparisonOperator: v.picklist(['EQ', 'NE', 'LE', 'LT', 'GE', 'GT']),
        Size: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(21_474_836_480)),
      }),
    ),
    RegexMatchStatement: v.exactOptional(
      v.looseObject({ ...matching, RegexString: v.pipe(v.string(), v.minLength(1), v.maxLength(512)) }),
    ),
    GeoMatchStatement: v.exactOptional(
      v.looseObject({ CountryCodes: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(50)) }),
    ),
    AsnMatchStatement: v.exactOptional(
      v.looseObject({ AsnList: v.pipe(v.array(v.number()), v.minLength(1), v.maxLength(100)) }),
    ),
    LabelMatchStatement: v.exactOptional(
      v.looseObject({
        Scope: v.picklist(['LABEL', 'NAMESPACE']),
        Key: v.pipe(v.string(), v.regex(/^[0-9A-Za-z_:-]+$/)),
      }),
    ),
    RateBasedStatement: v.exactOptional(
      v.pipe(
        v.looseObject({
          Limit: v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(2_000_000_000)),
          EvaluationWindowSec: v.optional(v.picklist([60, 120, 300, 600]), 300),
          AggregateKeyType: v.picklist(['IP', 'FORWARDED_IP', 'CUSTOM_KEYS', 'CONSTANT']),
          ScopeDownStatement: v.exactOptional(nested),
          ForwardedIPConfig: v.exactOptional(header),
          CustomKeys: v.exactOptional(v.pipe(v.array(v.looseObject({})), v.minLength(1), v.maxLength(5))),
        }),
        v.check(
          ({ AggregateKeyType, ForwardedIPConfig }) =>
            AggregateKeyType !== 'FORWARDED_IP' || ForwardedIPConfig !== undefined,
          'Expected a ForwardedIPConfig',
        ),
        v.check(
          ({ AggregateKeyType, CustomKeys }) => (AggregateKeyType === 'CUSTOM_KEYS') === (CustomKeys !== undefined),
          'CustomKeys goes with the aggregate key type CUSTOM_KEYS',
        ),
        v.check(
          ({ AggregateKeyType, ScopeDownStatement }) =>
            AggregateKeyType !== 'CONSTANT' || ScopeDownStatement !== undefined,
          'Expected a ScopeDownStatement',
        ),
      ),
    ),
    ManagedRuleGroupStatement: v.exactOptional(
      v.looseObject({
        VendorName: v.string(),
        Name: v.string(),
        ScopeDownStatement: v.exactOptional(nested),
        RuleActionOverrides: v.exactOptional(overrides),
      }),
    ),
    AndStatement: v.exactOptional(several),
    OrStatement: v.exactOptional(several),
    NotStatement: v.exactOptional(v.looseObject({ Statement: nested })),
  }),
  one(),
);

/** The statements right below a statement. */
export function below(of: Statement): Statement[] {
  return [
    of.RateBasedStatement?.ScopeDownStatement,
    of.ManagedRuleGroupStatement?.ScopeDownStatement,
    ...(of.AndStatement?.Statements ?? []),
    ...(of.OrStatement?.Statements ?? []),
    of.NotStatement?.Statement,
  ].filter((each) => each !== undefined);
}
