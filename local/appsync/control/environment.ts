import * as v from 'valibot';
import { anyNames } from '../../shared/record.ts';
import { requireApi, type ControlOperations } from './control.ts';
import { apiInput } from './inputs.ts';
import { badRequest, parseInput } from './refusals.ts';

/** Source: PutGraphqlApiEnvironmentVariables, AWS AppSync API Reference. */
const MAX_VARIABLES = 50;
const NAME = /^[A-Za-z][A-Za-z0-9_]{1,63}$/;

const putInput = v.object({
  ...apiInput.entries,
  environmentVariables: anyNames(v.pipe(v.string(), v.maxLength(512))),
});

/** `ctx.env`. A change replaces all variables. */
export const environmentOperations: ControlOperations = (control) => {
  const { environments } = control.records;
  const route = '/v1/apis/:apiId/environmentVariables';
  return {
    GetGraphqlApiEnvironmentVariables: {
      route: `GET ${route}`,
      run(input) {
        const { apiId } = requireApi(control, parseInput(apiInput, input).apiId);
        return { environmentVariables: environments.get(apiId) ?? {} };
      },
    },
    PutGraphqlApiEnvironmentVariables: {
      route: `PUT ${route}`,
      async run(input) {
        const { apiId, environmentVariables } = parseInput(putInput, input);
        requireApi(control, apiId);
        const names = Object.keys(environmentVariables);
        if (names.length > MAX_VARIABLES)
          throw badRequest(`An API has at most ${MAX_VARIABLES} environment variables, not ${names.length}.`);
        const wrong = names.find((name) => !NAME.test(name));
        if (wrong !== undefined)
          throw badRequest(`The name of an environment variable matches ${NAME.source}; ${wrong} does not.`);
        await environments.put(apiId, environmentVariables);
        control.changed(apiId);
        return { environmentVariables };
      },
    },
  };
};
