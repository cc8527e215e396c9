import { invalidParameter } from './errors.ts';
import { below } from './statement.ts';
import type { Matching, Statement } from './statement.ts';

/** Of AWS. Source: AWS WAF Developer Guide, "AWS Managed Rules rule groups list". */
const MANAGED_GROUPS: Readonly<Record<string, number>> = {
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesAdminProtectionRuleSet: 100,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesLinuxRuleSet: 200,
  AWSManagedRulesUnixRuleSet: 100,
  AWSManagedRulesWindowsRuleSet: 200,
  AWSManagedRulesPHPRuleSet: 100,
  AWSManagedRulesWordPressRuleSet: 100,
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesAnonymousIpList: 50,
  AWSManagedRulesACFPRuleSet: 50,
  AWSManagedRulesATPRuleSet: 50,
  AWSManagedRulesBotControlRuleSet: 50,
  AWSManagedRulesAntiDDoSRuleSet: 50,
};

const BYTE_MATCH: Readonly<Record<string, number>> = {
  EXACTLY: 2,
  STARTS_WITH: 2,
  ENDS_WITH: 2,
  CONTAINS: 10,
  CONTAINS_WORD: 10,
};
const TRANSFORMATION = 10;

/**
 * The capacity units that rules take. A transformation of the same part of the request counts once.
 * Throws `WAFInvalidParameterException` for a managed rule group that there is none of. Source: AWS WAF Developer Guide, "Using rule statements in AWS
 * WAF".
 */
export function capacityOf(statements: readonly Statement[]): number {
  const all = statements.flatMap(withThoseBelow);
  const transformations = new Set(all.flatMap(matchings).flatMap(transformationsOf));
  return all.reduce((sum, each) => sum + ownCapacity(each), transformations.size * TRANSFORMATION);
}

function withThoseBelow(of: Statement): Statement[] {
  return [of, ...below(of).flatMap(withThoseBelow)];
}

function matchings(of: Statement): Matching[] {
  const { ByteMatchStatement, SqliMatchStatement, XssMatchStatement, SizeConstraintStatement, RegexMatchStatement } =
    of;
  const all = [ByteMatchStatement, SqliMatchStatement, XssMatchStatement, SizeConstraintStatement, RegexMatchStatement];
  return all.filter((each) => each !== undefined);
}

function transformationsOf({ FieldToMatch, TextTransformations }: Matching): string[] {
  const real = TextTransformations.filter(({ Type }) => Type !== 'NONE');
  return real.map(({ Type }) => `${JSON.stringify(FieldToMatch)} ${Type}`);
}

function ownCapacity(of: Statement): number {
  if (of.ByteMatchStatement)
    return partFactor(of.ByteMatchStatement) * (BYTE_MATCH[of.ByteMatchStatement.PositionalConstraint] ?? 0);
  if (of.SqliMatchStatement)
    return partFactor(of.SqliMatchStatement) * (of.SqliMatchStatement.SensitivityLevel === 'HIGH' ? 30 : 20);
  if (of.XssMatchStatement) return partFactor(of.XssMatchStatement) * 40;
  if (of.SizeConstraintStatement) return partFactor(of.SizeConstraintStatement);
  if (of.RegexMatchStatement) return partFactor(of.RegexMatchStatement) * 3;
  if (of.RateBasedStatement) return of.RateBasedStatement.AggregateKeyType === 'CUSTOM_KEYS' ? 30 : 2;
  if (of.ManagedRuleGroupStatement) return managedCapacity(of.ManagedRuleGroupStatement);
  return of.GeoMatchStatement || of.LabelMatchStatement || of.AsnMatchStatement ? 1 : 0;
}

/** JSON is parsed, at twice the price. */
const partFactor = ({ FieldToMatch }: Matching): number => ('JsonBody' in FieldToMatch ? 2 : 1);

function managedCapacity({ VendorName, Name }: { VendorName: string; Name: string }): number {
  const capacity = VendorName === 'AWS' && Object.hasOwn(MANAGED_GROUPS, Name) ? MANAGED_GROUPS[Name] : undefined;
  if (capacity === undefined) throw invalidParameter(`There is no managed rule group ${Name} of ${VendorName}.`);
  return capacity;
}
