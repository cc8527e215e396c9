import type { RestOperations } from '../../shared/rest-service.ts';
import { apiKeyOperations } from './api-keys.ts';
import type { Control, ControlOperations } from './control.ts';
import { dataSourceOperations } from './data-sources.ts';
import { domainOperations } from './domains.ts';
import { environmentOperations } from './environment.ts';
import { evaluateCodeOperations } from './evaluate-code.ts';
import { functionOperations } from './functions.ts';
import { graphqlApiOperations } from './graphql-apis.ts';
import { unsupported } from './refusals.ts';
import { resolverOperations } from './resolvers.ts';
import { schemaOperations, typeOperations } from './schemas.ts';
import { tagOperations } from './tags.ts';

/** What is known of AppSync and not there: it says so by its name. */
const refused: ControlOperations = () => {
  const refuse = (what: string) => () => {
    throw unsupported(what);
  };
  return {
    ApiCaches: {
      route: ['POST', 'GET', 'DELETE'].map((method) => `${method} /v1/apis/:apiId/ApiCaches`),
      run: refuse('API caches'),
    },
    UpdateApiCache: { route: 'POST /v1/apis/:apiId/ApiCaches/update', run: refuse('API caches') },
    FlushApiCache: { route: 'DELETE /v1/apis/:apiId/FlushCache', run: refuse('API caches') },
    EvaluateMappingTemplate: { route: 'POST /v1/dataplane-evaluatetemplate', run: refuse('VTL mapping templates') },
  };
};

const groups = [
  graphqlApiOperations,
  apiKeyOperations,
  schemaOperations,
  typeOperations,
  dataSourceOperations,
  functionOperations,
  resolverOperations,
  environmentOperations,
  domainOperations,
  tagOperations,
  evaluateCodeOperations,
  refused,
];

/** The control plane of AppSync. Source: AWS AppSync API Reference. */
export function controlOperations(control: Control): RestOperations {
  return Object.fromEntries(groups.flatMap((group) => Object.entries(group(control))));
}
