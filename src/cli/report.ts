/** `--report`: the answer of a command as a page to paste, in Markdown or HTML. */
import { dirname, relative } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../lab/input-error.ts';
import type { CommandIo } from './io.ts';
import { pageAsHtml } from './render/report/html.ts';
import { pageAsMarkdown } from './render/report/markdown.ts';
import type { Page } from './render/report/page.ts';
import { shellWord } from './render/text.ts';

export interface ReportFlags {
  readonly report?: string;
  readonly json: boolean;
  readonly plot?: string;
}

export interface Report {
  readonly format: 'md' | 'html';
  /** `-` is standard output, where the page stands instead of the answer. */
  readonly path: string;
}

export function withReportFlag(command: Command): Command {
  return command.option(
    '--report <md|html|file>',
    'a page to paste: md or html on stdout, or a file such as report.md, report.html or md:file',
  );
}

/** Throws InputError, also if something else is to be printed in its place. */
export function reportFrom({ report, json, plot }: ReportFlags): Report | undefined {
  if (report === undefined) return undefined;
  const wanted = parseReport(report);
  if (wanted.path === '-' && (json || plot === '-')) {
    const other = json ? '--json' : '--plot -';
    throw new InputError(`${other} and --report both go to standard output: name a file.`);
  }
  return wanted;
}

function parseReport(report: string): Report {
  const [, word = '', , file] = /^(md|html)(:(.*))?$/s.exec(report) ?? [];
  if (word !== '' && file !== '') return { format: word as Report['format'], path: file ?? '-' };
  const [, ending = ''] = /[^/\\]\.(md|markdown|html?)$/i.exec(report) ?? [];
  if (word === '' && ending !== '') {
    return { format: /^h/i.test(ending) ? 'html' : 'md', path: report };
  }
  throw new InputError(
    `--report takes md or html, or a file such as report.md, report.html or md:file, not "${report}".`,
  );
}

/** Writes the page; whether it went to standard output. */
export function writeReport(
  { format, path }: Report,
  page: Page,
  plot: string | undefined,
  { files, print, say }: CommandIo,
): boolean {
  const plotFile = plot === undefined || plot === '-' ? undefined : linkTo(plot, path);
  const text = format === 'html' ? pageAsHtml(page) : pageAsMarkdown(page, { plotFile });
  if (path === '-') {
    print(text);
    return true;
  }
  files.writeText(path, text);
  say(`wrote ${path} (${format === 'html' ? 'HTML' : 'Markdown'})`);
  return false;
}

/** The way from a page to the file of its plot. */
function linkTo(plot: string, page: string): string {
  return relative(page === '-' ? '.' : dirname(page), plot).replaceAll('\\', '/');
}

/** The command line that reads the file again: flags by their long names, without those of output. */
export function commandOnFile(
  program: string,
  command: string,
  file: string,
  flags: Readonly<Record<string, string | undefined>>,
): string {
  const words = Object.entries(flags).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, shellWord(value)],
  );
  return [program, command, shellWord(file), ...words].join(' ');
}
