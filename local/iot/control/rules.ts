import * as v from 'valibot';
import { pageOf } from '../../shared/page.ts';
import type { RestOperation, RestOperations } from '../../shared/rest-service.ts';
import type { Tags } from '../../shared/tags.ts';
import { parseQueueUrl } from '../queue-url.ts';
import type { RuleEngine } from '../rule-engine.ts';
import { parseRuleSql } from '../rule-sql.ts';
import { matchesTopic } from '../topic-filter.ts';
import { flag } from '../../shared/wire-values.ts';
import type { ControlPlane } from './control-plane.ts';
import { alreadyExists, unauthorized } from './errors.ts';
import { nextTokenPage, parseInput, roleArn, ruleName } from './input.ts';
import { ruleArn, seconds, type IotRecords, type RuleRecord } from './records.ts';
import { requireRole } from './role.ts';
import { parseTagging } from './tags.ts';

const action = v.pipe(
  v.looseObject({}),
  v.check(
    (members) => Object.keys(members).join() === 'sqs',
    ({ input }) => `the action ${Object.keys(input).join(', ')} is not supported here, only sqs`,
  ),
  v.object({
    sqs: v.strictObject({ queueUrl: v.string(), roleArn, useBase64: v.optional(v.boolean(), false) }),
  }),
);

const rulePayload = v.strictObject({
  sql: v.string(),
  description: v.optional(v.string()),
  ruleDisabled: v.optional(v.boolean(), false),
  awsIotSqlVersion: v.optional(
    v.pipe(v.string(), v.value('2016-03-23', 'only the version 2016-03-23 is supported here')),
    '2015-10-08',
  ),
  actions: v.pipe(v.array(action), v.maxLength(10, 'a rule has at most 10 actions')),
  errorAction: v.optional(action),
});
const putInput = v.object({ ruleName, topicRulePayload: rulePayload, tags: v.optional(v.string(), '') });
const namedInput = v.object({ ruleName });
const listInput = v.object({ ...nextTokenPage, topic: v.optional(v.string()), ruleDisabled: v.optional(flag) });

/**
 * Topic rules with SQS actions, whose queues are named by their URLs. What else a rule could do is refused by name.
 * Source: AWS IoT API Reference, "CreateTopicRule", "ReplaceTopicRule", "ListTopicRules".
 */
export function ruleOperations({ records, roles, clock }: ControlPlane, engine: RuleEngine): RestOperations {
  /** What is not there may be another account's: AWS does not say. */
  function get(input: unknown): RuleRecord {
    const { ruleName } = parseInput(namedInput, input);
    const rule = records.rule.get(ruleName);
    if (!rule) throw unauthorized(`Access to topic rule '${ruleName}' was denied`);
    return rule;
  }

  function parse(input: unknown, request: Request | undefined): { rule: Omit<RuleRecord, 'createdAt'>; tags: Tags } {
    const { ruleName, topicRulePayload, tags } = parseInput(putInput, request ? ofRequest(input, request) : input);
    parseRuleSql(topicRulePayload.sql);
    for (const { sqs } of [...topicRulePayload.actions, topicRulePayload.errorAction ?? []].flat()) {
      parseQueueUrl(sqs.queueUrl);
      requireRole(roles, sqs.roleArn);
    }
    return { rule: { ...topicRulePayload, ruleName }, tags: parseTagging(tags) };
  }

  async function put(rule: RuleRecord): Promise<object> {
    // Before the write ends, so that of two changes at once the engine has the one that the records have.
    engine.set(rule);
    await records.rule.put(rule.ruleName, rule);
    return {};
  }

  const switchTo = (ruleDisabled: boolean, path: string): RestOperation => ({
    route: `POST /rules/:ruleName/${path}`,
    run: (input) => put({ ...get(input), ruleDisabled }),
  });

  return {
    CreateTopicRule: {
      route: 'POST /rules/:ruleName',
      async run(input, request) {
        const { rule, tags } = parse(input, request);
        const arn = ruleArn(rule.ruleName);
        if (records.rule.has(rule.ruleName))
          throw alreadyExists(`Rule already exists. Name: ${rule.ruleName}`, rule.ruleName, arn);
        await Promise.all([records.tags.put(arn, tags), put({ ...rule, createdAt: clock() })]);
        return {};
      },
    },
    ReplaceTopicRule: {
      route: 'PATCH /rules/:ruleName',
      run(input, request) {
        const { createdAt } = get(input);
        return put({ ...parse(input, request).rule, createdAt });
      },
    },
    EnableTopicRule: switchTo(false, 'enable'),
    DisableTopicRule: switchTo(true, 'disable'),
    GetTopicRule: {
      route: 'GET /rules/:ruleName',
      run(input) {
        const { createdAt, ...rule } = get(input);
        return { ruleArn: ruleArn(rule.ruleName), rule: { ...rule, createdAt: seconds(createdAt) } };
      },
    },
    ListTopicRules: { route: 'GET /rules', run: (input) => listRules(records, input) },
    DeleteTopicRule: {
      route: 'DELETE /rules/:ruleName',
      async run(input) {
        const { ruleName } = get(input);
        engine.delete(ruleName);
        await Promise.all([records.rule.delete(ruleName), records.tags.delete(ruleArn(ruleName))]);
        return {};
      },
    },
  };
}

/** The body is the rule's payload alone, and the tags are a header. */
function ofRequest(input: unknown, request: Request): object {
  const { ruleName, ...topicRulePayload } = parseInput(v.looseObject({ ruleName: v.string() }), input);
  return { ruleName, topicRulePayload, tags: request.headers.get('x-amz-tagging') ?? '' };
}

function listRules(records: IotRecords, input: unknown): object {
  const { topic, ruleDisabled, maxResults, nextToken } = parseInput(listInput, input);
  const rules = records.rule
    .list()
    .filter((rule) => ruleDisabled === undefined || rule.ruleDisabled === ruleDisabled)
    .map((rule) => ({ ...rule, topicPattern: parseRuleSql(rule.sql).filter }))
    .filter(({ topicPattern }) => topic === undefined || matchesTopic(topicPattern, topic));
  const { items, next } = pageOf(rules, (rule) => rule.ruleName, { maximum: maxResults, token: nextToken });
  return {
    rules: items.map(({ ruleName, topicPattern, createdAt, ruleDisabled }) => ({
      ruleArn: ruleArn(ruleName),
      ruleName,
      topicPattern,
      createdAt: seconds(createdAt),
      ruleDisabled,
    })),
    nextToken: next,
  };
}
