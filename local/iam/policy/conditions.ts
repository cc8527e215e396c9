import { isArnLike, isLike, withoutEscapes } from '../../shared/wildcard.ts';
import type { Statement } from './document.ts';

/** What is known of a request, by condition keys in small letters. */
export type KnownKeys = ReadonlyMap<string, string>;

/** @param wanted a pattern where the operator says so, and escaped as one in any case */
type Comparison = (value: string, wanted: string) => boolean;

const same: Comparison = (value, wanted) => value === withoutEscapes(wanted);
const sameInSmallLetters: Comparison = (value, wanted) => same(value.toLowerCase(), wanted.toLowerCase());

/** Those of texts and truth; all others compare what no known key has. ArnEquals and ArnLike are the same. */
const COMPARISONS: Readonly<Record<string, { is: Comparison; negated: boolean }>> = {
  StringEquals: { is: same, negated: false },
  StringNotEquals: { is: same, negated: true },
  StringEqualsIgnoreCase: { is: sameInSmallLetters, negated: false },
  StringNotEqualsIgnoreCase: { is: sameInSmallLetters, negated: true },
  StringLike: { is: isLike, negated: false },
  StringNotLike: { is: isLike, negated: true },
  Bool: { is: sameInSmallLetters, negated: false },
  ArnEquals: { is: isArnLike, negated: false },
  ArnLike: { is: isArnLike, negated: false },
  ArnNotEquals: { is: isArnLike, negated: true },
  ArnNotLike: { is: isArnLike, negated: true },
};

const OPERATOR =
  /^(?:Null|(?:ForAnyValue:|ForAllValues:)?(?:String(?:Not)?(?:Equals(?:IgnoreCase)?|Like)|Arn(?:Not)?(?:Equals|Like)|(?:Numeric|Date)(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)|Bool|BinaryEquals|(?:Not)?IpAddress)(?:IfExists)?)$/;

/** Source: IAM User Guide, "IAM JSON policy elements: Condition operators". */
export function isOperator(operator: string): boolean {
  return OPERATOR.test(operator);
}

/**
 * Whether the conditions of a statement hold, all of them: `undefined` where that hangs on keys that are not known here, as those of the network, of
 * time, and of the service and the resource that a request was made for.
 */
export function hold(conditions: Statement['Condition'], known: KnownKeys): boolean | undefined {
  const results = Object.entries(conditions).flatMap(([operator, byKey]) =>
    Object.entries(byKey).map(([key, wanted]) => holds(operator, known.get(key.toLowerCase()), wanted)),
  );
  if (results.includes(false)) return false;
  return results.includes(undefined) ? undefined : true;
}

function holds(operator: string, value: string | undefined, wanted: readonly string[]): boolean | undefined {
  if (value === undefined) return undefined;
  if (operator === 'Null') return wanted.includes('false');
  const comparison = comparisonOf(operator);
  if (!comparison) return undefined;
  return wanted.some((each) => comparison.is(value, each)) !== comparison.negated;
}

export function comparisonOf(operator: string): { is: Comparison; negated: boolean } | undefined {
  return COMPARISONS[operator.replace(/^For(?:Any|All)Values?:/, '').replace(/IfExists$/, '')];
}
