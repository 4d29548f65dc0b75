/**
 * Goal: what is to be written is refused before the work, or is written whole afterwards. Every way
 * in which two names can mean one file is tried; no attempt leaves anything beside its target.
 */
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WriteError } from '../../src/host/failure.ts';
import { openTargets, type Target, type TargetOptions } from '../../src/host/targets.ts';
import { InputError } from '../../src/lab/input-error.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seedlab-targets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const contents = (name: string) => readFileSync(at(name), 'utf8');
const plot = (path: string): Target => ({ flag: '--plot', path });

function open(targets: readonly Target[], options: Partial<TargetOptions> = {}, streams = {}) {
  return openTargets(targets, { inputs: [], force: false, ...options }, { folder, ...streams });
}

describe('a target', () => {
  test('is written whole, and nothing stands beside it before or after', () => {
    const write = open([plot('new.svg')]);
    expect(readdirSync(folder)).toEqual([]);
    write('new.svg', 'picture');
    expect([readdirSync(folder), contents('new.svg')]).toEqual([['new.svg'], 'picture']);
  });

  test('that exists is overwritten by force only, and keeps its mode', () => {
    writeFileSync(at('old'), 'old');
    chmodSync(at('old'), 0o640);
    expect(() => open([plot('old')])).toThrow(
      '"old" exists: name another file, or overwrite it with --force.',
    );
    open([plot('old')], { force: true })('old', 'new');
    expect([contents('old'), statSync(at('old')).mode & 0o777]).toEqual(['new', 0o640]);
  });

  test('may be replaced if its owner knows the text', () => {
    writeFileSync(at('shard'), 'mine');
    const target = { ...plot('shard'), mayReplace: (text: string) => text === 'mine' };
    open([target])('shard', 'more');
    expect(contents('shard')).toBe('more');
    expect(() => open([target])).toThrow('"shard" exists');
  });

  test('behind a symbolic link is written where the link leads, there or not', () => {
    mkdirSync(at('real'));
    symlinkSync('real/new', at('link'));
    open([plot('link')])('link', 'first');
    open([plot('link')], { force: true })('link', 'second');
    expect([contents('real/new'), readdirSync(at('real'))]).toEqual(['second', ['new']]);
    expect(contents('link')).toBe('second');
  });

  test.each([
    ['missing/x', 'there is no such file or folder'],
    ['.', 'it is a folder'],
    ['file/x', 'part of the path is not a folder'],
    ['circle', 'symbolic links go round in a circle'],
    ['x'.repeat(300), 'the name is too long'],
  ])('%s is refused', (path, reason) => {
    writeFileSync(at('file'), '');
    symlinkSync('circle', at('circle'));
    expect(() => open([plot(path)])).toThrow(InputError);
    expect(() => open([plot(path)])).toThrow(reason);
  });

  test('can be a device, and as often as one likes', () => {
    const write = open([plot('/dev/null'), { flag: '--export', path: '/dev/null' }]);
    write('/dev/null', 'x');
    const full = open([plot('/dev/full')]);
    expect(() => full('/dev/full', 'x')).toThrow(
      '"/dev/full" cannot be written: the disk is full.',
    );
  });

  test('whose folder is gone by then is a failure of the disk, not of the input', () => {
    mkdirSync(at('gone'));
    const write = open([plot('gone/x')]);
    rmSync(at('gone'), { recursive: true });
    expect(() => write('gone/x', 'x')).toThrow(WriteError);
  });

  test('whose place is a folder by then is not written, and leaves nothing', () => {
    const write = open([plot('x')]);
    mkdirSync(at('x'));
    expect(() => write('x', 'x')).toThrow(WriteError);
    expect(readdirSync(folder)).toEqual(['x']);
  });
});

describe('one place under two names', () => {
  const export_ = (path: string): Target => ({ flag: '--export jsonl', path });

  test.each([
    ['the same name', 'a', 'a'],
    ['another spelling', 'a', './sub/../a'],
    ['standard output twice', '-', '-'],
  ])('%s is refused', (_, one, other) => {
    mkdirSync(at('sub'));
    const both = [plot(one), export_(other)];
    expect(() => open(both)).toThrow('would overwrite the file of --plot: name another file.');
    expect(() => open(both, { force: true })).toThrow(InputError);
  });

  test.each<[string, () => void]>([
    ['the very file', () => {}],
    ['a symbolic link', () => symlinkSync('input', at('other'))],
    ['a hard link', () => linkSync(at('input'), at('other'))],
  ])('an input is not overwritten through %s, even by force', (name, link) => {
    writeFileSync(at('input'), 'data');
    link();
    const target = plot(name === 'the very file' ? 'input' : 'other');
    expect(() => open([target], { inputs: ['input'], force: true })).toThrow(
      'would overwrite "input", which is an input',
    );
    expect(contents('input')).toBe('data');
  });

  test('what a redirection opened is not overwritten either', () => {
    writeFileSync(at('x'), '');
    const file = openSync(at('x'), 'r+');
    const streams = [{ stdout: file }, { stdin: file }];
    const attempts = streams.map((stream) => () => {
      open([plot('x')], { force: true, inputs: ['-'] }, stream);
    });
    expect(attempts[0]).toThrow('would overwrite standard output');
    expect(attempts[1]).toThrow('would overwrite "-", which is an input');
  });
});
