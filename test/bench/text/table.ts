/**
 * The table of texts by session and library, as the guide shows it. Times are multiples of those of RGA in runs, which
 * was measured in turn with the others; bytes are what they are.
 */
import { drop, type Editor, joyModel, runs, strNode, yjs } from './editors.ts';
import { bestOf, bytesOnTheWire, heapPerCharacter, typeAndKeep } from './measure-text.ts';
import { type SessionName, sessionOf } from './sessions.ts';

const rounds = 5;

const header = `| session | library | local, dropped | local, kept | remote | heap, bytes a character | sent, kB |
| --- | --- | ---: | ---: | ---: | ---: | ---: |`;

interface Library {
  readonly says: string;
  readonly sends?: string;
  readonly measure: <Result>(use: <Op>(editor: Editor<Op>) => Result) => Result;
}

const libraries = {
  runs: { says: 'RGA in runs', sends: ' JSON', measure: (use) => use(runs) },
  strNode: { says: 'json-joy, StrNode alone', measure: (use) => use(strNode) },
  joyModel: { says: 'json-joy, Model', sends: ' JSON', measure: (use) => use(joyModel) },
  yjs: { says: 'yjs', sends: ' binary', measure: (use) => use(yjs) },
} as const satisfies Readonly<Record<string, Library>>;
type Name = keyof typeof libraries;

/** The rows of one session, each a line of Markdown. A process measures one session only. */
export function rowsOf(session: SessionName): string {
  const names = Object.keys(libraries) as Name[];
  const { patches, says } = sessionOf(session);
  const senders = names.filter((name) => name !== 'strNode');
  const dropped = timesOf(names, (editor) => () => editor.type(patches, drop));
  const kept = timesOf(senders, (editor) => () => {
    const ops: unknown[] = [];
    const typed = editor.type(patches, (op) => ops.push(op));
    return { text: () => (ops.length === 0 ? '' : typed.text()) };
  });
  const remote = timesOf(senders, (editor) => {
    const ops = typeAndKeep(editor, session);
    return () => {
      if (editor.receive === undefined) throw new Error('it receives nothing');
      return editor.receive(ops);
    };
  });
  return names
    .map((name) => {
      const { says: library, sends, measure }: Library = libraries[name];
      const heap = measure((editor) => heapPerCharacter(editor, session)).toFixed(0);
      const bytes =
        sends === undefined
          ? '–'
          : `${(measure((editor) => bytesOnTheWire(editor, session)) / 1e3).toFixed(0)}${sends}`;
      const times = [dropped, kept, remote].map((of) => inMultiples(of, name));
      return `| ${[name === 'runs' ? says : '', library, ...times, heap, bytes].join(' | ')} |`;
    })
    .join('\n');
}

function timesOf(
  names: readonly Name[],
  actionOf: <Op>(editor: Editor<Op>) => () => ReturnType<Editor<Op>['type']>,
): Partial<Record<Name, number>> {
  const actions = Object.fromEntries(
    names.map((name) => [name, libraries[name].measure(actionOf)]),
  );
  return bestOf(rounds, actions);
}

function inMultiples(times: Partial<Record<Name, number>>, name: Name): string {
  const [own, other] = [times.runs, times[name]];
  return own === undefined || other === undefined ? '–' : (other / own).toFixed(1);
}

const begin = '<!-- npm run bench -- --text-table -->';
const end = '<!-- end of the table -->';

/** The guide with these rows between its marks. Throws if it has no marks. */
export function withTable(guide: string, rows: readonly string[]): string {
  const [from, to] = [guide.indexOf(begin), guide.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`the guide has no ${begin} … ${end}`);
  const table = [begin, '', header, ...rows, '', ''].join('\n');
  return guide.slice(0, from) + table + guide.slice(to);
}
