/** A page as one file of HTML, without scripts and without anything from elsewhere. */

import { escaped } from '../../../draw/plot-svg.ts';
import { shown } from '../../../words/shown.ts';
import { factsOf, type Page, type Table, tablesOf } from './page.ts';

const style = [
  'body { font: 16px/1.5 sans-serif; max-width: 62em; margin: 2em auto; padding: 0 1em; color: #222 }',
  'table { border-collapse: collapse; margin: 0 0 1em }',
  'th, td { border: 1px solid #ccc; padding: .25em .6em; text-align: left; vertical-align: top }',
  'th { background: #f3f3f3 }',
  'td { overflow-wrap: anywhere }',
  'pre { background: #f3f3f3; padding: .6em; white-space: pre-wrap; overflow-wrap: anywhere }',
  'svg { max-width: 100%; height: auto }',
].join('\n');

export function pageAsHtml(page: Page): string {
  const { title, question, verdict, answer, plot, command } = page;
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><title>${text(title)}</title>`,
    `<style>\n${style}\n</style></head>`,
    '<body>',
    `<h1>${text(title)}</h1>`,
    `<p>${text(question)}</p>`,
    `<p><strong>${text(verdict)}</strong> ${text(answer[0] ?? '')}</p>`,
    ...answer.slice(1).map((paragraph) => `<p>${text(paragraph)}</p>`),
    ...tablesOf(page).flatMap((table) => [`<h2>${text(table.title)}</h2>`, tableAsHtml(table)]),
    ...(plot === undefined ? [] : [plot.trimEnd()]),
    '<h2>How to repeat it</h2>',
    '<table>',
    ...factsOf(page).map(
      ([name, value]) => `<tr><th scope="row">${text(name)}</th><td>${text(value)}</td></tr>`,
    ),
    '</table>',
    `<pre><code>${text(command)}</code></pre>`,
    '</body>',
    '</html>\n',
  ].join('\n');
}

function tableAsHtml({ header, rows }: Table): string {
  return [
    '<table>',
    `<tr>${header.map((name) => `<th scope="col">${text(name)}</th>`).join('')}</tr>`,
    ...rows.map((row) => {
      const cells = header.map((_, place) => `<td>${text(row[place] ?? '')}</td>`);
      return `<tr>${cells.join('')}</tr>`;
    }),
    '</table>',
  ].join('\n');
}

const text = (words: string): string => escaped(shown(words)).replaceAll("'", '&#39;');
