import { Kind, validate, visit } from 'graphql';
import type { ASTNode, DocumentNode, GraphQLError, GraphQLSchema, ValidationContext, ValidationRule } from 'graphql';
import { requestError } from './errors.ts';
import type { AnswerError } from './errors.ts';
import { findPlaces } from './places.ts';
import { fieldUndefined, rules } from './validation-rules.ts';
import type { Described } from './validation-rules.ts';

/** The errors of a document, in the order of the document; in AppSync's words where it is known what those are, else in graphql-js's. */
export function validationErrors(schema: GraphQLSchema, document: DocumentNode): readonly AnswerError[] {
  const ruleOf = new Map<GraphQLError, ValidationRule>();
  const found = validate(
    schema,
    document,
    [...rules.keys()].map((rule) => noting(rule, ruleOf)),
  );
  if (found.length === 0) return [];

  const placeOf = findPlaces(schema, document);
  const errors = found.map((error) => {
    const rule = ruleOf.get(error);
    const node = error.nodes?.[0];
    const described = rule && node && rules.get(rule)?.(error, node, placeOf(node), placeOf);
    if (!described) return requestError(error.message, node && [node]);
    const nodes = (described.nodes ?? [node]).filter((each): each is ASTNode => each !== undefined);
    const [first = node] = nodes;
    return requestError(messageOf(described, described.path ?? placeOf(first).path), nodes);
  });
  // graphql-js says everything that is wrong with an argument, AppSync the first thing alone.
  return errors.filter((error, index) => index === errors.findIndex((other) => isSame(error, other)));
}

/** The errors of a document that asks for the schema where introspection is disabled. */
export function introspectionErrors(document: DocumentNode): readonly AnswerError[] {
  const errors: AnswerError[] = [];
  visit(document, {
    Field(node) {
      const root = node.name.value;
      if (root !== '__schema' && root !== '__type') return undefined;
      const type = root === '__schema' ? '__Schema' : '__Type';
      for (const child of node.selectionSet?.selections ?? []) {
        const name = child.kind === Kind.FIELD ? child.name.value : '...';
        errors.push(requestError(messageOf(fieldUndefined(name, type), `${root}/${name}`), [child]));
      }
      return false;
    },
  });
  return errors;
}

/** The rule, which also notes which errors are its own: graphql-js does not say. */
function noting(rule: ValidationRule, ruleOf: Map<GraphQLError, ValidationRule>): ValidationRule {
  return (context) => {
    const reportError = (error: GraphQLError): void => {
      ruleOf.set(error, rule);
      context.reportError(error);
    };
    return rule(Object.create(context, { reportError: { value: reportError } }) as ValidationContext);
  };
}

function messageOf({ type, text }: Described, path: string): string {
  return `Validation error of type ${type}: ${text}${path === '' ? '' : ` @ '${path}'`}`;
}

function isSame(one: AnswerError, other: AnswerError): boolean {
  const [a, b] = [one.locations?.[0], other.locations?.[0]];
  return one.message === other.message && a?.line === b?.line && a?.column === b?.column;
}
