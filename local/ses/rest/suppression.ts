import * as v from 'valibot';
import { pageOf } from '../../shared/page.ts';
import type { RestOperations } from '../../shared/rest-service.ts';
import { listInQuery } from '../../shared/wire-values.ts';
import { checkedAddress } from '../addresses.ts';
import { notFound, notSupported, parseInput } from '../errors.ts';
import { suppressionReason, type SuppressedDestination } from '../store.ts';
import { keyOf, type Suppression } from '../suppression.ts';
import { paging } from './schema.ts';

const ofAddress = { EmailAddress: v.pipe(v.string(), v.minLength(1)), TenantName: v.optional(v.unknown()) };
/** A query parameter is a text, or seconds since the epoch in process. */
const milliseconds = v.pipe(
  v.union([v.number(), v.string()]),
  v.transform((time) => (typeof time === 'number' ? time * 1000 : Date.parse(time))),
  v.number('Expected a date and time'),
);

const schema = {
  address: v.object(ofAddress),
  put: v.object({ ...ofAddress, Reason: suppressionReason }),
  list: v.object({
    ...paging,
    Reason: v.optional(listInQuery(suppressionReason), []),
    StartDate: v.optional(milliseconds),
    EndDate: v.optional(milliseconds),
    TenantName: v.optional(v.unknown()),
  }),
  account: v.object({
    SuppressedReasons: v.optional(v.array(suppressionReason), []),
    ValidationAttributes: v.optional(v.unknown()),
  }),
};

const PATH = '/v2/email/suppression/addresses';

/** The account-level suppression list, and what brings addresses onto it. */
export function suppressionOperations(suppression: Suppression): RestOperations {
  function existing(address: string): SuppressedDestination {
    const found = suppression.get(address);
    if (!found) throw missing(address);
    return found;
  }

  return {
    PutSuppressedDestination: {
      route: `PUT ${PATH}`,
      run: async (input) => {
        const { EmailAddress, Reason, TenantName } = parseInput(schema.put, input);
        refuseTenant(TenantName);
        await suppression.put(checkedAddress(EmailAddress), Reason);
        return {};
      },
    },
    GetSuppressedDestination: {
      route: `GET ${PATH}/:EmailAddress`,
      run: (input) => {
        const { EmailAddress, TenantName } = parseInput(schema.address, input);
        refuseTenant(TenantName);
        const found = existing(EmailAddress);
        const { feedback } = found;
        const Attributes = feedback && { MessageId: feedback.messageId, FeedbackId: feedback.feedbackId };
        return { SuppressedDestination: { ...summary(found), ...(Attributes && { Attributes }) } };
      },
    },
    ListSuppressedDestinations: {
      route: `GET ${PATH}`,
      run: (input) => {
        const { PageSize, NextToken, Reason, StartDate, EndDate, TenantName } = parseInput(schema.list, input);
        refuseTenant(TenantName);
        const found = suppression
          .list()
          .filter(({ reason }) => Reason.length === 0 || Reason.includes(reason))
          .filter(({ updatedAt }) => updatedAt >= (StartDate ?? 0) && updatedAt <= (EndDate ?? Infinity));
        const page = { maximum: PageSize, token: NextToken };
        const { items, next } = pageOf(found, ({ address }) => keyOf(address), page);
        return { SuppressedDestinationSummaries: items.map(summary), NextToken: next };
      },
    },
    DeleteSuppressedDestination: {
      route: `DELETE ${PATH}/:EmailAddress`,
      run: async (input) => {
        const { EmailAddress, TenantName } = parseInput(schema.address, input);
        refuseTenant(TenantName);
        if (!(await suppression.delete(EmailAddress))) throw missing(EmailAddress);
        return {};
      },
    },
    PutAccountSuppressionAttributes: {
      route: 'PUT /v2/email/account/suppression',
      run: async (input) => {
        const { SuppressedReasons, ValidationAttributes } = parseInput(schema.account, input);
        if (ValidationAttributes !== undefined) throw notSupported('ValidationAttributes');
        await suppression.setAccountReasons(SuppressedReasons);
        return {};
      },
    },
  };
}

function summary({ address, reason, updatedAt }: SuppressedDestination): object {
  return { EmailAddress: address, Reason: reason, LastUpdateTime: updatedAt / 1000 };
}

const missing = (address: string) => notFound(`Email address ${address} on the suppression list`);

function refuseTenant(tenant: unknown): void {
  if (tenant !== undefined) throw notSupported('TenantName');
}
