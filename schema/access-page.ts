import { access } from './access.ts';
import { CALLERS, OUTCOMES, type Caller, type Row } from './access-rows.ts';

const callers = Object.keys(CALLERS) as Caller[];

/** The page that {@link access} is read on, as Markdown. */
export function accessPage(): string {
  return [
    '<!-- Made from access.ts by `make codegen`. -->',
    '# Who may what',
    INTRODUCTION,
    table(['in the table', 'is'], Object.values(OUTCOMES)),
    '## What a request begins with',
    ...['Query', 'Mutation', 'Subscription'].flatMap((type) => [`### ${type}`, rootTable(type)]),
    '## What is in an answer',
    OBJECTS,
    accessTable('type and field', Object.entries(access.objects).flatMap(rowsOfType)),
  ].join('\n\n');
}

const INTRODUCTION = `For every field of the schema and everybody who might ask for it, what becomes of it. A test tries all of it over HTTP and WebSocket, and looks at the
tables of DynamoDB after what is denied, not found or refused: nothing has changed.

A service may do what a person of the same role may. Of the columns, _suspended_ is an ADMINISTRATOR with a token from before the suspension. Who has
been deleted, or has another role now, and a service whose secret is void, is denied in the same places, and told so. _${CALLERS.foreign}_ asks for
what is of the organization of the columns before, by its id where the field takes one. The _${CALLERS.ingest}_ is that of the function \`ingest\`; of Sonde's other
functions, some may publish too, and nothing else. A _forged_ token is one of another key, of another pool, without a signature, or with changed claims.`;

const OBJECTS = `No object puts a limit of its own on who asks: whoever may ask for what a request begins with gets the objects that it leads to. A field that is not as the
others of its type has a line of its own.`;

function rootTable(type: string): string {
  const rows = Object.entries(access.roots).filter(([field]) => field.startsWith(`${type}.`));
  return accessTable(
    'field',
    rows.map(([field, row]) => [field.slice(type.length + 1), row]),
  );
}

/** One line a type, and one more for each field that is not as its first. */
function rowsOfType([type, fields]: [string, Readonly<Record<string, Row>>]): [string, Row][] {
  const [[, most], ...rest] = Object.entries(fields) as [[string, Row], ...[string, Row][]];
  return [
    [type, most],
    ...rest.filter(([, row]) => row !== most).map(([field, row]): [string, Row] => [`${type}.${field}`, row]),
  ];
}

function accessTable(first: string, rows: readonly [name: string, row: Row][]): string {
  const cells = ([name, row]: [string, Row]) => [`\`${name}\``, ...callers.map((caller) => OUTCOMES[row[caller]][0])];
  return table([first, ...callers.map((caller) => CALLERS[caller])], rows.map(cells));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
