import type * as v from 'valibot';
import type { RestOperations } from '../../shared/rest-service.ts';
import { withTags } from '../../shared/tags.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import type { RouteSettings, Stage } from '../model.ts';
import { getApi, getDeployment, getStage } from './context.ts';
import type { Context } from './context.ts';
import { autoDeploy, deployed, putStage } from './deploy.ts';
import { createStage, listOfApi, parseInput, routeSettingsInput, stageInput, updateStage } from './input.ts';
import { page } from './page.ts';

const all = '/v2/apis/:apiId/stages';
const one = `${all}/:stageName`;

const describe = ({ createdDate, lastUpdatedDate, ...stage }: Stage): object => ({
  ...stage,
  createdDate: new Date(createdDate).toISOString(),
  lastUpdatedDate: new Date(lastUpdatedDate).toISOString(),
  defaultRouteSettings: settingsOf(stage.defaultRouteSettings),
});

type Settings = Omit<v.InferOutput<typeof updateStage>, 'apiId' | 'stageName'>;

export function stageOperations(context: Context): RestOperations {
  const { records, clock } = context;

  async function put(apiId: string, stageBefore: Stage, settings: Settings): Promise<object> {
    const { accessLogSettings, defaultRouteSettings, deploymentId, routeSettings, stageVariables, ...others } =
      settings;
    const { accessLogSettings: logBefore, ...before } = stageBefore;
    const log = accessLogSettings ?? logBefore;
    const stage: Stage = {
      ...before,
      ...others,
      // Empty settings take away those that there are.
      ...(log && Object.keys(log).length > 0 && { accessLogSettings: log }),
      ...(stageVariables && { stageVariables: withoutEmpty({ ...before.stageVariables, ...stageVariables }) }),
      ...(defaultRouteSettings && { defaultRouteSettings: settingsOf(defaultRouteSettings) }),
      ...(routeSettings && { routeSettings: { ...before.routeSettings, ...settingsByKey(routeSettings) } }),
      lastUpdatedDate: clock(),
    };
    for (const routeKey of Object.keys(routeSettings ?? {})) checkRouteKey(apiId, routeKey);
    if (deploymentId !== undefined) {
      if (stage.autoDeploy) throw badRequest('A deployment cannot be given to a stage that deploys automatically.');
      getDeployment(context, apiId, deploymentId);
    }
    const written = putStage(context, apiId, deploymentId === undefined ? stage : deployed(stage, deploymentId));
    // A stage that begins to deploy by itself begins with what there is.
    const begins = stage.autoDeploy && !(before.autoDeploy && before.deploymentId !== undefined);
    await Promise.all([written, ...(begins ? [autoDeploy(context, apiId)] : [])]);
    return describe(getStage(context, apiId, stage.stageName));
  }

  function checkRouteKey(apiId: string, routeKey: string): void {
    if (!records.route.list(`${apiId}/`).some((route) => route.routeKey === routeKey))
      throw notFound(`Unable to find Route by key ${routeKey} within the provided RouteSettings`, 'Route');
  }

  return {
    CreateStage: {
      route: `POST ${all}`,
      status: 201,
      async run(input) {
        const { apiId, stageName, tags, ...settings } = parseInput(createStage, input);
        getApi(context, apiId);
        if (records.stage.has(`${apiId}/${stageName}`)) throw conflict('Stage already exists');
        const fresh: Stage = {
          stageName,
          autoDeploy: false,
          defaultRouteSettings: {},
          routeSettings: {},
          stageVariables: {},
          tags: withTags({}, tags, 'BadRequestException'),
          createdDate: clock(),
          lastUpdatedDate: clock(),
        };
        return put(apiId, fresh, settings);
      },
    },
    GetStage: {
      route: `GET ${one}`,
      run(input) {
        const { apiId, stageName } = parseInput(stageInput, input);
        return describe(getStage(context, apiId, stageName));
      },
    },
    GetStages: {
      route: `GET ${all}`,
      run(input) {
        const { apiId, ...paging } = parseInput(listOfApi, input);
        getApi(context, apiId);
        return page(records.stage.list(`${apiId}/`), ({ stageName }) => stageName, describe, paging);
      },
    },
    UpdateStage: {
      route: `PATCH ${one}`,
      async run(input) {
        const { apiId, stageName, ...settings } = parseInput(updateStage, input);
        return put(apiId, getStage(context, apiId, stageName), settings);
      },
    },
    DeleteStage: {
      route: `DELETE ${one}`,
      async run(input) {
        const { apiId, stageName } = parseInput(stageInput, input);
        getStage(context, apiId, stageName);
        if (records.apiMapping.list().some((mapping) => mapping.apiId === apiId && mapping.stage === stageName))
          throw badRequest('Please remove all API mappings related to the stage in your account before deleting it.');
        await records.stage.delete(`${apiId}/${stageName}`);
        return undefined;
      },
    },
    DeleteAccessLogSettings: {
      route: `DELETE ${one}/accesslogsettings`,
      async run(input) {
        const { apiId, stageName } = parseInput(stageInput, input);
        const { accessLogSettings: _removed, ...stage } = getStage(context, apiId, stageName);
        await putStage(context, apiId, { ...stage, lastUpdatedDate: clock() });
        return undefined;
      },
    },
    DeleteRouteSettings: {
      route: `DELETE ${one}/routesettings/:routeKey{.+}`,
      async run(input) {
        const { apiId, stageName, routeKey } = parseInput(routeSettingsInput, input);
        const stage = getStage(context, apiId, stageName);
        if (!Object.hasOwn(stage.routeSettings, routeKey))
          throw notFound(`Unable to find Route by key ${routeKey} within the provided RouteSettings`, 'Route');
        const { [routeKey]: _removed, ...routeSettings } = stage.routeSettings;
        await putStage(context, apiId, { ...stage, routeSettings, lastUpdatedDate: clock() });
        return undefined;
      },
    },
  };
}

type GivenSettings = NonNullable<Settings['defaultRouteSettings']>;

/** What HTTP APIs have of the settings of routes; the others are for WebSocket APIs. */
function settingsOf({ dataTraceEnabled: _data, loggingLevel: _level, ...settings }: GivenSettings): RouteSettings {
  return { detailedMetricsEnabled: false, ...settings };
}

/** A variable that is set to nothing is removed. */
function withoutEmpty(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
}

function settingsByKey(settings: Readonly<Record<string, GivenSettings>>): Record<string, RouteSettings> {
  return Object.fromEntries(Object.entries(settings).map(([key, each]) => [key, settingsOf(each)]));
}
