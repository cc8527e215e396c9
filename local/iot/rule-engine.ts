import { queueArn } from '../shared/arns.ts';
import { AwsError } from '../shared/aws-error.ts';
import type { Log } from '../shared/log.ts';
import type { Roles } from '../shared/ports.ts';
import type { RuleRecord } from './control/records.ts';
import { IOT_PRINCIPAL } from './control/role.ts';
import { parseQueueUrl } from './queue-url.ts';
import { parseRuleSql } from './rule-sql.ts';
import type { RuleMessage, RuleQuery } from './rule-sql.ts';
import { matchesTopic } from './topic-filter.ts';

/** Sends a message to a queue; resolves when it is durable. Rejects with an AwsError where the queue does not exist. */
export type Deliver = (queueUrl: string, message: string) => Promise<void>;

type RuleAction = RuleRecord['actions'][number];
interface Rule extends RuleRecord {
  query: RuleQuery;
}

/** The topic rules, and what they make of a message. */
export class RuleEngine {
  private readonly rules = new Map<string, Rule>();
  private readonly deliver: Deliver;
  private readonly roles: Roles;
  private readonly log: Log;

  constructor(deliver: Deliver, roles: Roles, log: Log) {
    this.deliver = deliver;
    this.roles = roles;
    this.log = log;
  }

  /** From now on the rule is so. @throws AwsError `SqlParseException` */
  set(rule: RuleRecord): void {
    this.rules.set(rule.ruleName, { ...rule, query: parseRuleSql(rule.sql) });
  }

  delete(ruleName: string): void {
    this.rules.delete(ruleName);
  }

  /**
   * Resolves when every action of every rule that matches has taken the message, or its error action has, or it was refused: that is logged, and the
   * message is lost to the rule. Rejects with what kept a queue from storing it, which the client may try again.
   * Source: AWS IoT Core Developer Guide, "Error handling (error action)", "Troubleshooting rules".
   */
  async apply(message: RuleMessage): Promise<void> {
    const matching = [...this.rules.values()].filter(
      ({ ruleDisabled, query }) => !ruleDisabled && matchesTopic(query.filter, message.topic),
    );
    await Promise.all(matching.map((rule) => this.run(rule, message)));
  }

  private async run(rule: Rule, message: RuleMessage): Promise<void> {
    const output = JSON.stringify(rule.query.select(message));
    await Promise.all(rule.actions.map((action) => this.act(rule, action, output, message)));
  }

  private async act(rule: Rule, action: RuleAction, output: string, message: RuleMessage): Promise<void> {
    try {
      await this.send(action, output);
    } catch (error) {
      if (rule.errorAction) {
        this.log.error(`Rule ${rule.ruleName} cannot deliver to ${action.sqs.queueUrl}`, error);
        const report = JSON.stringify(failure(rule, action, message, error));
        await this.send(rule.errorAction, report).catch((second: unknown) => {
          this.lose(rule, rule.errorAction ?? action, second);
        });
      } else this.lose(rule, action, error);
    }
  }

  /** What was refused would be refused again. */
  private lose(rule: Rule, { sqs }: RuleAction, error: unknown): void {
    if (!(error instanceof AwsError)) throw error;
    this.log.error(`Rule ${rule.ruleName} lost a message: it may not be delivered to ${sqs.queueUrl}`, error);
  }

  private async send({ sqs: { queueUrl, roleArn, useBase64 } }: RuleAction, text: string): Promise<void> {
    const role = this.roles.find(roleArn);
    if (!role?.trusts(IOT_PRINCIPAL))
      throw new AwsError('AccessDenied', `${IOT_PRINCIPAL} cannot assume the role ${roleArn}`, {}, 403);
    const queue = queueArn(parseQueueUrl(queueUrl));
    if (!role.allows('sqs:SendMessage', queue))
      throw new AwsError(
        'AccessDenied',
        `${roleArn} is not authorized to perform: sqs:SendMessage on ${queue}`,
        {},
        403,
      );
    await this.deliver(queueUrl, useBase64 ? Buffer.from(text).toString('base64') : text);
  }
}

/** Source: AWS IoT Core Developer Guide, "Error handling (error action)", error action message format. */
function failure(rule: Rule, action: RuleAction, message: RuleMessage, error: unknown): object {
  return {
    ruleName: rule.ruleName,
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
