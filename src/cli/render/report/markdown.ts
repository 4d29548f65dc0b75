/** A page as GitHub-flavoured Markdown (https://github.github.com/gfm/). */
import { Base64 } from 'js-base64';
import { shown } from '../../../words/shown.ts';
import { factsOf, type Page, type PageOptions, type Table, tablesOf } from './page.ts';

export function pageAsMarkdown(page: Page, { plotFile }: PageOptions = {}): string {
  const { title, question, verdict, answer, plot, command } = page;
  return [
    `# ${plain(title)}`,
    plain(question),
    [`**${plain(verdict)}**`, ...answer.slice(0, 1).map(plain)].join(' '),
    ...answer.slice(1).map(plain),
    ...tablesOf(page).flatMap((table) => [`## ${plain(table.title)}`, tableAsMarkdown(table)]),
    ...(plot === undefined
      ? []
      : [`![${plain(title)}](${plotFile ? linked(plotFile) : asData(plot)})`]),
    '## How to repeat it',
    tableAsMarkdown({ title: '', header: ['', ''], rows: factsOf(page) }),
    fenced(command),
  ]
    .join('\n\n')
    .concat('\n');
}

function tableAsMarkdown({ header, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(header.map(plain)),
    line(header.map(() => '---')),
    ...rows.map((row) => line(header.map((_, place) => plain(row[place] ?? '')))),
  ].join('\n');
}

/**
 * Text in which nothing is markup: every punctuation character of ASCII may be escaped (CommonMark
 * 0.31, §2.4), and those that can begin something are. A link needs no brackets in GFM, so the colon of
 * an address is escaped too.
 */
function plain(text: string): string {
  return shown(text)
    .replace(/[\\`*_{}[\]<>|~#&$@!]/g, '\\$&')
    .replace(/(?<=https?|ftp|mailto|xmpp):|(?<=\bwww)\./gi, '\\$&')
    .replace(/^(\s*)([-+=]|\d+(?=[.)]))/, (_, before, mark) =>
      /\d/.test(mark) ? `${before}${mark}\\` : `${before}\\${mark}`,
    );
}

/** A block of code that ends at no backtick of its own. */
function fenced(code: string): string {
  const runs = [...code.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = '`'.repeat(Math.max(3, 1 + Math.max(0, ...runs)));
  return `${fence}sh\n${shown(code)}\n${fence}`;
}

const asData = (svg: string): string => `data:image/svg+xml;base64,${Base64.encode(svg)}`;

const linked = (path: string): string =>
  path.split('/').map(encodeURIComponent).join('/').replace(/[()]/g, percentEncoded);

const percentEncoded = (character: string): string => (character === '(' ? '%28' : '%29');
