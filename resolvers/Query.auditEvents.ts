import { util, type Context, type DynamoDBQueryRequest } from '@aws-appsync/utils';
import type { AuditRow } from '../functions/shared/audit/event.ts';
import type { QueryAuditEventsArgs } from '../schema/generated/types.ts';
import { auditQuestion } from './shared/audit-question.ts';
import { organizationOf } from './shared/caller.ts';
import { checkCount } from './shared/checks.ts';
import { answeredPage, type Page } from './shared/list.ts';
import { openToken, type Listing } from './shared/page.ts';

/** An event as clients see it. */
type PublicEvent = Omit<AuditRow, 'organizationId' | 'details' | 'sourceIp' | 'removeAt'> & {
  details: object | null;
  sourceIp: string | null;
};

export function request(ctx: Context<QueryAuditEventsArgs>): DynamoDBQueryRequest {
  const organizationId = organizationOf(ctx);
  const first = ctx.args.first ?? 50;
  checkCount('first', first, 100);
  const { since, before, filter } = auditQuestion(ctx.args);
  const nextToken = openToken(listingOf(ctx), ctx.args.nextToken);
  return {
    operation: 'Query',
    query: {
      // No event has such a short id: of the bounds, both of which are in, the later one is out.
      expression: '#organizationId = :organizationId AND #id BETWEEN :since AND :before',
      expressionNames: { '#organizationId': 'organizationId', '#id': 'id' },
      expressionValues: util.dynamodb.toMapValues({
        ':organizationId': organizationId,
        ':since': since,
        ':before': before,
      }),
    },
    ...(filter ? { filter } : {}),
    limit: first,
    scanIndexForward: false,
    ...(nextToken ? { nextToken } : {}),
  };
}

export function response(ctx: Context<QueryAuditEventsArgs>): Page<PublicEvent> {
  const { items, nextToken } = answeredPage(ctx, listingOf(ctx));
  return { items: items.map((row) => publicEvent(row as AuditRow)), nextToken };
}

function listingOf(ctx: Context<QueryAuditEventsArgs>): Listing {
  const { text } = auditQuestion(ctx.args);
  return { query: ctx.info.fieldName, organizationId: organizationOf(ctx), question: text };
}

function publicEvent({ organizationId: _organizationId, removeAt: _removeAt, ...event }: AuditRow): PublicEvent {
  return { ...event, details: event.details ?? null, sourceIp: event.sourceIp ?? null };
}
