/**
 * Goal: a report is a page that says what the answer says, in a format that opens anywhere, and no
 * text of a file is ever markup in it.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { pageAsHtml } from '../../../src/cli/render/report/html.ts';
import { pageAsMarkdown } from '../../../src/cli/render/report/markdown.ts';
import type { Page } from '../../../src/cli/render/report/page.ts';
import { labWith } from '../../support/lab-process.ts';

const pageOf = (text: string): Page => ({
  title: text,
  question: text,
  verdict: text,
  answer: [text, text],
  facts: [[text, text]],
  tables: [{ title: text, header: [text, text], rows: [[text], [text, text]] }],
  plot: undefined,
  token: text,
  command: text,
});

describe('HTML', () => {
  test.prop([fc.string({ unit: 'binary' })])('has only its own tags and characters', (text) => {
    const html = pageAsHtml(pageOf(text));
    const own = pageAsHtml(pageOf(''));
    const tags = (page: string) => page.match(/<[^>]*>/g);
    expect(tags(html)).toEqual(tags(own));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});

describe('Markdown', () => {
  test.each([
    ['a|b', 'a\\|b'],
    ['<script>alert(1)</script>', '\\<script\\>alert(1)\\</script\\>'],
    ['[x](javascript:alert)', '\\[x\\](javascript:alert)'],
    ['![x](http://y)', '\\!\\[x\\](http\\://y)'],
    ['see www.example.com', 'see www\\.example.com'],
    ['*a* _b_ `c` ~d~', '\\*a\\* \\_b\\_ \\`c\\` \\~d\\~'],
    ['# a', '\\# a'],
    ['- a', '\\- a'],
    ['1. a', '1\\. a'],
    ['a\nb\u001b[31m', 'a\\\\nb\\\\x1b\\[31m'],
    ['&amp; $x$', '\\&amp; \\$x\\$'],
  ])('%j is text', (text, expected) => {
    expect(pageAsMarkdown(pageOf(text))).toContain(`\n\n${expected}\n\n`);
  });

  test.prop([fc.string({ unit: 'binary' })])('has a cell for each column', (text) => {
    const lines = pageAsMarkdown(pageOf(text)).split('\n');
    const rows = lines.filter((line) => line.startsWith('| '));
    for (const row of rows) expect(row.match(/(?<!\\)(?:\\\\)*\|/g)).toHaveLength(3);
    expect(rows).toHaveLength(4 + 4);
  });

  test('a command with backticks stays in its block', () => {
    expect(pageAsMarkdown(pageOf('a ```` b'))).toContain('`````sh\na ```` b\n`````');
  });
});

describe('on the command line', () => {
  let folder = '';
  const lab = (...words: string[]) => labWith({ folder }, ...words);
  const fileNamed = (name: string) => readFileSync(join(folder, name), 'utf8');
  const run = ['run', 'raft/failover', '--seed', '7'];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedlab-report-'));
    const rows = Array.from(
      { length: 60 },
      (_, place) => `${place % 2 ? 'baseline' : 'canary'},${20 + (place % 9)}`,
    );
    writeFileSync(join(folder, 'canary.csv'), `side,<b>latency|ms</b>\n${rows.join('\n')}\n`);
    const lags = Array.from(
      { length: 12 },
      (_, place) => `${60 * place},orders,0,g<i>,${100 * place},${150 * place}`,
    );
    writeFileSync(
      join(folder, 'lag.csv'),
      `time,topic,partition,group,committed,end\n${lags.join('\n')}\n`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a run: question, answer, figures, token and command', async () => {
    const { stdout, status } = await lab(...run, '--report', 'md');
    const { story, token, command, digest } = JSON.parse((await lab(...run, '--json')).stdout);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^# raft\/failover\n/);
    for (const part of ['**PASS**', '| metric | value | meaning |', digest, command]) {
      expect(stdout).toContain(part);
    }
    expect(stdout.replaceAll('\\', '')).toContain(story);
    expect(stdout.replaceAll('\\', '')).toContain(token);
  });

  test('a file beside the answer, in the format of its name', async () => {
    const { stdout, stderr } = await lab(...run, '--report', 'out.html');
    expect(stderr).toContain('wrote out.html (HTML)');
    expect(stdout).toBe((await lab(...run)).stdout);
    expect(fileNamed('out.html')).toMatch(/^<!doctype html>/);
    await lab(...run, '--report', 'md:out.txt');
    expect(fileNamed('out.txt')).toBe((await lab(...run, '--report', 'md')).stdout);
  });

  test('a sweep: runs with their interval, figures, a plot', async () => {
    const sweep = ['sweep', 'raft/failover', '--seeds', '1..6', '--workers', '1'];
    const { stdout, status } = await lab(...sweep, '--report', 'html');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^<!doctype html>/);
    for (const part of ['passed, with the 95% interval', '<svg ', '--seeds 1..6', 'PASS']) {
      expect(stdout).toContain(part);
    }
    const linked = await lab(...sweep, '--report', 'page.md', '--plot', 'plot.svg');
    expect(linked.status).toBe(0);
    expect(fileNamed('page.md')).toContain('](plot.svg)');
    expect(fileNamed('plot.svg')).toMatch(/^<svg /);
  });

  test('judge and lag: how the file was understood, and its texts as text', async () => {
    for (const [command, file, hostile] of [
      ['judge', 'canary.csv', '<b>'],
      ['lag', 'lag.csv', 'g<i>'],
    ] as const) {
      const html = await lab(command, file, '--report', 'html');
      expect({ command, stderr: html.stderr }).toMatchObject({ command });
      expect(html.stdout).toContain('read as');
      expect(html.stdout).toContain(`${command} ${file}`);
      expect(html.stdout).toContain('<svg ');
      expect(html.stdout).not.toContain(hostile);
      expect(html.stdout).toContain(hostile.replace('<', '&#60;').replace('>', '&#62;'));
      const md = await lab(command, file, '--report', 'md');
      expect(md.stdout.replace(/data:[^)]*/, '')).not.toMatch(/(?<!\\)</);
      expect(md.status).toBe((await lab(command, file)).status);
    }
  });

  test('burn and scale: how the file was understood, a plot, and the command', async () => {
    const errors = Array.from(
      { length: 90 },
      (_, at) => `${1_795_824_000 + 60 * at},${at > 60 ? 50 : 0},1000`,
    );
    writeFileSync(join(folder, 'errors.csv'), `time,errors,total\n${errors.join('\n')}\n`);
    const metric = Array.from(
      { length: 40 },
      (_, at) => `${1_795_824_000 + 60 * at},${at > 10 ? 120 : 60},4`,
    );
    writeFileSync(join(folder, 'cpu.csv'), `time,cpu,replicas\n${metric.join('\n')}\n`);
    writeFileSync(
      join(folder, 'hpa.yaml'),
      'kind: HorizontalPodAutoscaler\nmetadata: {name: shop}\nspec: {maxReplicas: 9, targetCPUUtilizationPercentage: 60}\n',
    );
    for (const [words, verdict, parts] of [
      [['burn', 'errors.csv', '--slo', '99.9'], 'FIRES', ['Firings of page 1h', 'objective']],
      [['scale', 'cpu.csv', '--hpa', 'hpa.yaml'], 'REPLAYED', ['4 to 8', 'no spec.behavior']],
    ] as const) {
      const html = await lab(...words, '--report', 'html');
      expect([html.status, html.stderr]).toEqual([0, '']);
      for (const part of ['read as', '<svg ', words.join(' '), verdict, ...parts])
        expect(html.stdout).toContain(part);
      const both = await lab(...words, '--report', 'page.md', '--plot', 'own.svg', '--force');
      expect(both.stdout).toBe((await lab(...words)).stdout);
      expect(fileNamed('page.md')).toContain('](own.svg)');
      expect(fileNamed('own.svg')).toMatch(/^<svg /);
      const refused = await lab(...words, '--report', 'page.md');
      expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('page.md')]);
    }
  });

  test.each([
    [['--report', 'pdf'], '--report takes md or html'],
    [['--report', 'md:'], '--report takes md or html'],
    [['--report', '.md'], '--report takes md or html'],
    [['--report', 'md', '--json'], '--json and --report both go to standard output'],
    [['--report', 'html', '--plot', '-'], '--plot - and --report both go to standard output'],
    [['--report', 'none/out.md'], '"none/out.md" cannot be written'],
  ])('%j is refused', async (words, message) => {
    const { status, stderr } = await lab(...run, ...words);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
