import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import type { Log } from '../shared/log.ts';
import { parseRuleSql } from './rule-sql.ts';
import type { RuleMessage, RuleQuery } from './rule-sql.ts';
import { matchesTopic } from './topic-filter.ts';

const actionSchema = v.strictObject({
  sqs: v.strictObject({ queueUrl: v.string(), roleArn: v.string(), useBase64: v.optional(v.boolean(), false) }),
});
type RuleAction = v.InferOutput<typeof actionSchema>;

/** CreateTopicRule's input as far as it is supported: SQS actions, SQL version 2016-03-23. */
const createTopicRuleSchema = v.object({
  ruleName: v.pipe(v.string(), v.regex(/^\w{1,128}$/, 'A rule name has up to 128 letters, digits and _')),
  topicRulePayload: v.strictObject({
    sql: v.string(),
    description: v.optional(v.string()),
    ruleDisabled: v.optional(v.boolean(), false),
    awsIotSqlVersion: v.literal('2016-03-23'),
    actions: v.pipe(v.array(actionSchema), v.maxLength(10)),
    errorAction: v.optional(actionSchema),
  }),
});
export type CreateTopicRuleInput = v.InferInput<typeof createTopicRuleSchema>;

/** Sends a message to a queue; resolves when it is durable. */
export type Deliver = (queueUrlOrArn: string, message: string) => Promise<void>;

interface Rule {
  name: string;
  query: RuleQuery;
  actions: readonly RuleAction[];
  errorAction: RuleAction | undefined;
}

/** The topic rules, and what they make of a message. */
export class TopicRules {
  private readonly rules = new Map<string, Rule>();
  private readonly deliver: Deliver;
  private readonly log: Log;

  constructor(deliver: Deliver, log: Log) {
    this.deliver = deliver;
    this.log = log;
  }

  /** @throws AwsError `InvalidRequestException`, `SqlParseException` or `ResourceAlreadyExistsException` */
  create(input: unknown): void {
    const parsed = v.safeParse(createTopicRuleSchema, input);
    if (!parsed.success) {
      const issue = parsed.issues[0];
      throw new AwsError('InvalidRequestException', `${v.getDotPath(issue) ?? 'rule'}: ${issue.message}`);
    }
    const { ruleName, topicRulePayload } = parsed.output;
    const { sql, actions, errorAction, ruleDisabled } = topicRulePayload;
    const query = parseRuleSql(sql);
    if (this.rules.has(ruleName)) {
      throw new AwsError('ResourceAlreadyExistsException', `The rule ${ruleName} exists already`, {}, 409);
    }
    if (!ruleDisabled) this.rules.set(ruleName, { name: ruleName, query, actions, errorAction });
  }

  /** Resolves when every action of every rule that matches has taken the message, or its error action has. */
  async apply(message: RuleMessage): Promise<void> {
    const matching = [...this.rules.values()].filter(({ query }) => matchesTopic(query.filter, message.topic));
    await Promise.all(matching.map((rule) => this.run(rule, message)));
  }

  private async run(rule: Rule, message: RuleMessage): Promise<void> {
    const output = JSON.stringify(rule.query.select(message));
    await Promise.all(
      rule.actions.map(async (action) => {
        try {
          await this.send(action, output);
        } catch (error) {
          if (!rule.errorAction) throw error;
          this.log.error(`Rule ${rule.name} cannot deliver to ${action.sqs.queueUrl}`, error);
          await this.send(rule.errorAction, JSON.stringify(failure(rule, action, message, error)));
        }
      }),
    );
  }

  private send({ sqs }: RuleAction, text: string): Promise<void> {
    return this.deliver(sqs.queueUrl, sqs.useBase64 ? Buffer.from(text).toString('base64') : text);
  }
}

/** Source: AWS IoT Core Developer Guide, "Error handling (error action)", error action message format. */
function failure(rule: Rule, action: RuleAction, message: RuleMessage, error: unknown): object {
  return {
    ruleName: rule.name,
    topic: message.topic,
    clientId: message.clientId,
    base64OriginalPayload: message.payload.toString('base64'),
    failures: [
      {
        failedAction: 'SqsAction',
        failedResource: action.sqs.queueUrl,
        errorMessage: error instanceof Error ? error.message : String(error),
      },
    ],
  };
}
