/** `--report`: the answer of a command as a page to paste, in Markdown or HTML. */
import { dirname, relative } from 'node:path';
import type { Command } from 'commander';
import { shellWord } from '../draw/text.ts';
import { InputError } from '../lab/input-error.ts';
import type { FilledFile, OpenFlags, WantedFile } from './deliver.ts';
import type { CommandIo } from './io.ts';
import { pageAsHtml } from './render/report/html.ts';
import { pageAsMarkdown } from './render/report/markdown.ts';
import type { Page } from './render/report/page.ts';

export interface ReportFlags extends OpenFlags {
  readonly report?: string;
  readonly plot?: string;
}

interface Report {
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

/** The file of `--report`, if one is wanted. Throws InputError. */
export function reportFile(flags: ReportFlags): WantedFile[] {
  const report = reportFrom(flags);
  return report === undefined ? [] : [{ flag: '--report', path: report.path }];
}

/** Whether a page is to stand on standard output instead of the answer. Throws InputError. */
export const isReportStreamed = (flags: ReportFlags): boolean => reportFrom(flags)?.path === '-';

/** Throws InputError, also if something else is to be printed in its place. */
function reportFrom({ report, json, plot }: ReportFlags): Report | undefined {
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

/** What is to stand in the file of `--report`. */
export function reported(
  flags: ReportFlags,
  { files }: Pick<CommandIo, 'files'>,
  pageOf: () => Page,
): FilledFile[] {
  const report = reportFrom(flags);
  if (report === undefined) return [];
  const { format, path } = report;
  if (format === 'html') return [{ path, kind: 'HTML', text: pageAsHtml(pageOf()) }];
  const { plot } = flags;
  const plotFile =
    plot === undefined || plot === '-'
      ? undefined
      : linkTo(files.pathOf(plot), files.pathOf(path === '-' ? 'page' : path));
  return [{ path, kind: 'Markdown', text: pageAsMarkdown(pageOf(), { plotFile }) }];
}

/** The way from a page to the file of its plot; a page on standard output is read where the user stands. */
function linkTo(plot: string, page: string): string {
  return relative(dirname(page), plot).replaceAll('\\', '/');
}

/** The command line that reads the file again: flags by their long names, without those of output. */
export function commandOnFile(
  program: string,
  command: string,
  file: string,
  flags: Readonly<Record<string, string | readonly string[] | boolean | undefined>>,
): string {
  const words = Object.entries(flags).flatMap(([name, value]) => {
    if (value === true) return [`--${name}`];
    const values = value === undefined || value === false ? [] : [value].flat();
    return values.flatMap((each) => [`--${name}`, shellWord(each)]);
  });
  return [program, command, shellWord(file), ...words].join(' ');
}
