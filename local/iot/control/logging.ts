import * as v from 'valibot';
import { pageOf } from '../../shared/page.ts';
import type { RestOperations } from '../../shared/rest-service.ts';
import type { ControlPlane } from './control-plane.ts';
import { invalidRequest, notConfigured, notFound } from './errors.ts';
import { nextTokenPage, parseInput, roleArn } from './input.ts';
import type { IotRecords, LoggingLevel } from './records.ts';
import { requireRole } from './role.ts';

const logLevel = v.picklist(['DEBUG', 'INFO', 'ERROR', 'WARN', 'DISABLED']);
const targetType = v.picklist(['DEFAULT', 'THING_GROUP', 'CLIENT_ID', 'SOURCE_IP', 'PRINCIPAL_ID', 'EVENT_TYPE']);

const optionsInput = v.object({
  roleArn: v.optional(roleArn),
  defaultLogLevel: v.optional(logLevel),
  disableAllLogs: v.optional(v.boolean(), false),
  eventConfigurations: v.optional(
    v.array(
      v.strictObject({
        eventType: v.string(),
        logLevel: v.optional(logLevel),
        logDestination: v.optional(v.string()),
      }),
    ),
  ),
});
const levelInput = v.object({
  logTarget: v.strictObject({ targetType, targetName: v.optional(v.string()) }),
  logLevel,
});
const deleteInput = v.object({ targetType, targetName: v.string() });
const listInput = v.object({ ...nextTokenPage, targetType: v.optional(targetType) });

const OPTIONS = 'options';
const keyOf = ({ targetType, targetName }: Pick<LoggingLevel, 'targetType' | 'targetName'>): string =>
  `${targetType}/${targetName ?? ''}`;

/**
 * What AWS IoT would log is kept and given back; what the broker logs here is not changed by it.
 * Source: AWS IoT API Reference, "SetV2LoggingOptions", "SetV2LoggingLevel", "ListV2LoggingLevels".
 */
export function loggingOperations({ records, roles }: ControlPlane): RestOperations {
  return {
    SetV2LoggingOptions: {
      route: 'POST /v2LoggingOptions',
      async run(input) {
        const given = parseInput(optionsInput, input);
        const before = records.loggingOptions.get(OPTIONS);
        const { roleArn = before?.roleArn, defaultLogLevel = before?.defaultLogLevel ?? 'ERROR' } = given;
        if (roleArn === undefined && !given.disableAllLogs)
          throw invalidRequest('roleArn: a role is needed where logs are not disabled');
        if (roleArn !== undefined) requireRole(roles, roleArn);
        const { disableAllLogs, eventConfigurations = before?.eventConfigurations } = given;
        await records.loggingOptions.put(OPTIONS, { roleArn, defaultLogLevel, disableAllLogs, eventConfigurations });
        return {};
      },
    },
    GetV2LoggingOptions: { route: 'GET /v2LoggingOptions', run: () => requireOptions(records) },
    SetV2LoggingLevel: {
      route: 'POST /v2LoggingLevel',
      async run(input) {
        const { logTarget, logLevel } = parseInput(levelInput, input);
        requireOptions(records);
        if ((logTarget.targetType === 'DEFAULT') !== (logTarget.targetName === undefined))
          throw invalidRequest('targetName: every type of target but DEFAULT has one');
        await records.loggingLevel.put(keyOf(logTarget), { ...logTarget, logLevel });
        return {};
      },
    },
    ListV2LoggingLevels: {
      route: 'GET /v2LoggingLevel',
      run(input) {
        const { targetType, maxResults, nextToken } = parseInput(listInput, input);
        requireOptions(records);
        const levels = records.loggingLevel.list(targetType && `${targetType}/`);
        const { items, next } = pageOf(levels, keyOf, { maximum: maxResults, token: nextToken });
        const logTargetConfigurations = items.map(({ logLevel, ...logTarget }) => ({ logTarget, logLevel }));
        return { logTargetConfigurations, nextToken: next };
      },
    },
    DeleteV2LoggingLevel: {
      route: 'DELETE /v2LoggingLevel',
      async run(input) {
        const target = parseInput(deleteInput, input);
        if (!(await records.loggingLevel.delete(keyOf(target))))
          throw notFound(`There is no level of ${keyOf(target)}`);
        return {};
      },
    },
  };
}

function requireOptions(records: IotRecords): object {
  const options = records.loggingOptions.get(OPTIONS);
  if (!options) throw notConfigured('Logging is not configured');
  return options;
}
