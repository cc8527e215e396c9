import * as v from 'valibot';
import type { RootField } from '../../../schema/access.ts';
import { post } from '../graphql.ts';
import { Live, type Credentials } from '../live.ts';
import type { Sonde } from '../sonde.ts';
import { fieldsIn, operationOf } from './operations.ts';

/** What became of a request: what the table calls it, or the whole of what was answered where it knows no name for that. */
export interface Reply {
  readonly outcome: string;
  /** All that was answered. */
  readonly text: string;
  /** The fields of objects that were answered, such as `Device.name`. */
  readonly fields: ReadonlySet<string>;
}

const Failure = v.object({ errorType: v.string(), message: v.string() });
const Failures = v.object({ errors: v.tupleWithRest([Failure], v.unknown()) });

/** Asks a field over HTTP. */
export async function askOverHttp(
  sonde: Sonde,
  field: RootField,
  variables: object,
  credentials: Credentials,
): Promise<Reply> {
  const query = operationOf(field);
  const { pathname: path } = new URL(sonde.addresses.graphqlUrl);
  const headers =
    typeof credentials !== 'string'
      ? await credentials({ path, body: JSON.stringify({ query, variables }) })
      : credentials && { authorization: credentials };
  const { status, body } = await post(sonde, headers || {}, query, variables);
  const text = JSON.stringify({ status, body });
  if (status === 200 && !body.errors) {
    const data = v.parse(v.record(v.string(), v.unknown()), body.data);
    return { outcome: 'answered', text, fields: fieldsIn(field, data) };
  }
  return { outcome: outcomeOf(body, field, status) ?? text, text, fields: new Set() };
}

/** What the table calls an error. */
function outcomeOf(body: unknown, field: RootField, status = 200): string | undefined {
  const { success, output } = v.safeParse(Failures, body);
  if (!success) return undefined;
  const [{ errorType, message }] = output.errors;
  if (errorType === 'UnauthorizedException') return status === 401 ? 'refused' : undefined;
  const [type = '', name = ''] = field.split('.');
  if (errorType === 'NotFoundError') return 'notFound';
  if (errorType !== 'Unauthorized') return undefined;
  if (message === `Not Authorized to access ${name} on type ${type}`) return 'denied';
  return message.includes('suspended') ? 'suspended' : undefined;
}

/** A subscription that was begun, to be looked at again when something has happened. */
export interface Followed extends Reply {
  /** The events so far, as {@link Reply.fields}. */
  fieldsSoFar(): ReadonlySet<string>;
  close(): void;
}

/**
 * Subscribes to a field. Who is refused a connection tries it on somebody else's.
 * @param open a connection of somebody who has one
 */
export async function follow(
  sonde: Sonde,
  field: RootField,
  variables: object,
  { credentials, open }: { credentials: Credentials; open: Live },
): Promise<Followed> {
  const { live, first: connection } = await Live.connect(sonde, credentials);
  const isConnected = connection.type === 'connection_ack';
  const { id, first } = await (isConnected ? live : open).subscribe(variables, operationOf(field), credentials);
  const begun = first.type === 'start_ack' ? 'answered' : outcomeOf(first.payload, field, 401);
  const admitted = isConnected ? begun : outcomeOf(connection.payload, field, 401);
  const text = JSON.stringify({ connection, first });
  return {
    outcome: begun !== undefined && begun === admitted ? begun : text,
    text,
    fields: new Set(),
    fieldsSoFar: () => new Set(live.received(id).flatMap((event) => [...fieldsIn(field, v.parse(Event, event).data)])),
    close: () => {
      live.close();
    },
  };
}

const Event = v.object({ data: v.record(v.string(), v.unknown()) });
