/**
 * Goal: each way of a file to a socket makes the copies and switches of the published tables, and the socket holds what
 * Linux lets it hold. Method: the figures of Stancevic 2003 and of Palaniappan and Nagarajaratnam 2008; then files are
 * changed after the call, in the model and, through a small Python program, on this machine. Without Python 3 on
 * Linux the second half is *not judged*.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { FileSender, type WayToSend, waysToSend } from '../../../sims/io/file-sending.ts';
import { pick, RandomStreams, randomInteger } from '../../../src/kernel/random.ts';

function sent(way: WayToSend, pages: number, cached: readonly number[] = [], bufferPages = pages) {
  const sender = new FileSender(pages, cached);
  sender.send(way, bufferPages);
  sender.transmit(pages);
  return sender;
}

describe('a file of one buffer', () => {
  // Copies by devices, by the processor, and switches of the mode.
  test.each([
    ['read', 2, 2, 4],
    ['mmap', 2, 1, 4],
    ['sendfile', 2, 1, 2],
    ['gather', 2, 0, 2],
    ['tls', 2, 3, 4],
  ] as const)(
    '%s: %i copies by devices, %i by the processor, %i switches',
    (way, devices, processor, switches) => {
      const sender = sent(way, 8);
      expect([sender.byDevices / 8, sender.byProcessor / 8]).toEqual([devices, processor]);
      expect(sender.modeSwitches).toBe(switches);
      expect(sender.received).toEqual(new Array(8).fill(1));
    },
  );
});

property.prop([
  fc.constantFrom(...waysToSend),
  fc.integer({ min: 1, max: 60 }),
  fc.integer({ min: 1, max: 70 }),
  fc.uniqueArray(fc.nat({ max: 59 })),
])('the disk moves what is not in the page cache, once', (way, pages, bufferPages, places) => {
  const cached = places.filter((place) => place < pages);
  const sender = sent(way, pages, cached, bufferPages);
  expect(sender.byDevices).toBe(pages + pages - cached.length);
  const buffers = Math.ceil(pages / bufferPages);
  const calls = { read: 2 * buffers, tls: 2 * buffers, mmap: 2, sendfile: 1, gather: 1 };
  expect(sender.calls).toBe(calls[way]);
  // Sent once more, all of it is in the page cache.
  sender.send(way, bufferPages);
  sender.transmit(pages);
  expect(sender.byDevices).toBe(3 * pages - cached.length);
  expect(sender.received).toHaveLength(2 * pages);
});

test('a file that was replaced is sent in its new version, from disk', () => {
  const sender = sent('gather', 4);
  sender.replace();
  sender.send('gather', 4);
  sender.transmit(4);
  expect(sender.received).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
  expect(sender.byDevices).toBe(16);
});

const program = fileURLToPath(new URL('./sending_judge.py', import.meta.url));
const hasSendfile =
  process.platform === 'linux' &&
  spawnSync('python3', ['-c', 'import os; os.sendfile'], { encoding: 'utf8' }).status === 0;
const isSkipped = !hasSendfile && process.env['CI'] === undefined;

test.skipIf(isSkipped)(
  `the model and Linux agree on what arrives of a file that changes${hasSendfile ? '' : ' (not judged: there is no Python 3 on Linux)'}`,
  () => {
    const stream = new RandomStreams('file-sending').stream('cases');
    const ways = ['read', 'mmap', 'gather'] as const;
    const cases = Array.from({ length: 40 }, () => {
      const pages = randomInteger(stream, 2, 40);
      const before = randomInteger(stream, 1, pages - 1);
      const change = pick(stream, ['overwrite', 'replace'] as const);
      return [pick(stream, ways), pages, before, change] as const;
    });
    const judged = spawnSync('python3', [program], {
      encoding: 'utf8',
      input: cases.map((row) => `${JSON.stringify(row)}\n`).join(''),
    });
    expect(judged.stderr).toBe('');
    const real = judged.stdout.trimEnd().split('\n').map(Number);
    const modelled = cases.map(([way, pages, before, change]) => {
      const sender = new FileSender(pages, []);
      sender.send(way, 16);
      sender.transmit(before);
      sender[change]();
      sender.transmit(pages);
      return sender.received.filter((version) => version !== 1).length;
    });
    expect(modelled).toEqual(real);
    expect(real.some((count) => count > 0)).toBe(true);
  },
);
