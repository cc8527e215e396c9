import {
  getIntrospectionQuery,
  graphqlSync,
  isIntrospectionType,
  isSpecifiedScalarType,
  printType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import * as v from 'valibot';
import { buildApiSchema, SchemaRefused } from '../api/schema.ts';
import { flag } from '../../shared/wire-values.ts';
import { awsScalars } from '../scalars/index.ts';
import { requireApi, type Control, type ControlOperations } from './control.ts';
import { apiArn } from './graphql-apis.ts';
import { apiInput, askedPage, resourceName } from './inputs.ts';
import { badRequest, notFound, parseInput, unsupported } from './refusals.ts';

const startInput = v.object({
  ...apiInput.entries,
  definition: v.pipe(v.string(), v.base64('Expected base64'), v.nonEmpty()),
});
const format = v.picklist(['SDL', 'JSON']);
const introspectionInput = v.object({ ...apiInput.entries, format, includeDirectives: v.optional(flag, true) });
const typesInput = v.object({ ...apiInput.entries, format });
const typeInput = v.object({ ...typesInput.entries, typeName: resourceName });

/** Schemas, which are checked at once: no one sees one `PROCESSING` but who starts it. */
export const schemaOperations: ControlOperations = (control) => ({
  StartSchemaCreation: {
    route: 'POST /v1/apis/:apiId/schemacreation',
    async run(input) {
      const { apiId, definition } = parseInput(startInput, input);
      requireApi(control, apiId);
      await control.records.schemas.put(
        apiId,
        created(control, apiId, Buffer.from(definition, 'base64').toString('utf8')),
      );
      control.changed(apiId);
      return { status: 'PROCESSING' };
    },
  },
  GetSchemaCreationStatus: {
    route: 'GET /v1/apis/:apiId/schemacreation',
    run(input) {
      const { apiId } = requireApi(control, parseInput(apiInput, input).apiId);
      const { status = 'NOT_APPLICABLE', details } = control.records.schemas.get(apiId) ?? {};
      return { status, details };
    },
  },
  GetIntrospectionSchema: {
    route: 'GET /v1/apis/:apiId/schema',
    run(input) {
      const asked = parseInput(introspectionInput, input);
      const { schema, definition } = requireSchema(control, asked.apiId);
      if (asked.format === 'JSON') return graphqlSync({ schema, source: getIntrospectionQuery() });
      if (!asked.includeDirectives) throw unsupported('includeDirectives false');
      // The answer of this operation is no JSON but the text itself.
      return new Response(definition, { headers: { 'content-type': 'application/json' } });
    },
  },
  ListTypes: {
    route: 'GET /v1/apis/:apiId/types',
    run(input) {
      const { apiId, format } = parseInput(typesInput, input);
      const { schema } = requireSchema(control, apiId);
      const { page, ...next } = askedPage(ownTypes(schema), ({ name }) => name, input);
      return { types: page.map((type) => describeType(apiId, type, format)), ...next };
    },
  },
  GetType: {
    route: 'GET /v1/apis/:apiId/types/:typeName',
    run(input) {
      const { apiId, typeName, format } = parseInput(typeInput, input);
      const type = ownTypes(requireSchema(control, apiId).schema).find(({ name }) => name === typeName);
      if (!type) throw notFound(`Type ${typeName} not found`);
      return { type: describeType(apiId, type, format) };
    },
  },
});

/** The schema that an API serves. Throws where it has none. */
export function findSchema(
  { records }: Control,
  apiId: string,
): { schema: GraphQLSchema; definition: string } | undefined {
  const definition = records.schemas.get(apiId)?.definition;
  return definition === undefined ? undefined : { definition, schema: buildApiSchema(definition) };
}

function requireSchema(control: Control, apiId: string): { schema: GraphQLSchema; definition: string } {
  requireApi(control, apiId);
  const found = findSchema(control, apiId);
  if (!found) throw notFound(`GraphQL API ${apiId} has no schema.`);
  return found;
}

/** A schema that is refused changes nothing but the status. */
function created({ records }: Control, apiId: string, definition: string) {
  try {
    const types = ownTypes(buildApiSchema(definition)).length;
    return { definition, status: 'SUCCESS', details: `Successfully created schema with ${types} types.` } as const;
  } catch (error) {
    if (!(error instanceof SchemaRefused)) throw error;
    const served = records.schemas.get(apiId)?.definition;
    return { ...(served !== undefined && { definition: served }), status: 'FAILED', details: error.message } as const;
  }
}

const awsNames = awsScalars.map(({ name }) => name);

/** In the order of their names. */
function ownTypes(schema: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type) && !awsNames.includes(type.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function describeType(apiId: string, type: GraphQLNamedType, as: 'SDL' | 'JSON'): object {
  if (as === 'JSON') throw unsupported('types in JSON: ask for SDL');
  return {
    name: type.name,
    description: type.description ?? undefined,
    arn: `${apiArn(apiId)}/types/${type.name}`,
    definition: printType(type),
    format: as,
  };
}

/** Refuses what only AppSync's merged and console-made schemas need. */
export const typeOperations: ControlOperations = () => {
  const refuse = (): never => {
    throw badRequest('not supported here: changes of a single type; send the whole schema with StartSchemaCreation');
  };
  return {
    CreateType: { route: 'POST /v1/apis/:apiId/types', run: refuse },
    UpdateType: { route: 'POST /v1/apis/:apiId/types/:typeName', run: refuse },
    DeleteType: { route: 'DELETE /v1/apis/:apiId/types/:typeName', run: refuse },
  };
};
