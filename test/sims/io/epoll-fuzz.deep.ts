/**
 * Goal: the model of epoll does what the epoll of a real Linux does, in random orders of calls. Method: sequences of
 * steps that are drawn from fixed seeds, done by the model and, through a small Python program, by the kernel of this
 * machine; the results have to be the same, step by step. Without Python 3 it is *not judged*.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { chance, pick, RandomStreams, randomInteger } from '../../../src/kernel/random.ts';
import { ModelOfLinux, type Step } from './epoll-steps.ts';

const sequences = 20_000;
const stepsEach = 40;
const program = fileURLToPath(new URL('./epoll_judge.py', import.meta.url));
const hasEpoll =
  spawnSync('python3', ['-c', 'import select; select.epoll()'], { encoding: 'utf8' }).status === 0;
const isSkipped = !hasEpoll && process.env['CI'] === undefined;

test.skipIf(isSkipped)(
  `the model and Linux agree on ${sequences} sequences of calls${hasEpoll ? '' : ' (not judged: there is no Python 3 with epoll)'}`,
  () => {
    const random = new RandomStreams('epoll');
    const drawn = Array.from({ length: sequences }, (_, place) =>
      drawSteps(random.stream(`sequence-${place}`)),
    );
    const judged = spawnSync('python3', [program], {
      encoding: 'utf8',
      input: drawn.map((steps) => `${JSON.stringify(steps)}\n`).join(''),
      maxBuffer: 1e9,
    });
    expect(judged.stderr).toBe('');
    const lines = judged.stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(sequences);
    const reported = new Map<string, number>();
    for (const [place, steps] of drawn.entries()) {
      const real = JSON.parse(lines[place] ?? '') as unknown[];
      const modelled = ModelOfLinux.results(steps);
      const first = real.findIndex(
        (result, step) => JSON.stringify(result) !== JSON.stringify(modelled[step]),
      );
      const until = JSON.stringify(steps.slice(0, first + 1));
      const told = (results: readonly unknown[]) => `${until}: ${JSON.stringify(results[first])}`;
      expect(first === -1 ? '' : told(modelled)).toBe(first === -1 ? '' : told(real));
      for (const [step, result] of real.entries()) {
        const kind = `${steps[step]?.[0]} ${typeof result === 'string' ? result : Array.isArray(result) && result.length > 0 ? 'some' : ''}`;
        reported.set(kind, (reported.get(kind) ?? 0) + 1);
      }
    }
    // Nothing of interest is missing from what was drawn.
    for (const kind of [
      'wait some',
      'poll some',
      'add EEXIST',
      'add EBADF',
      'modify ENOENT',
      'remove ENOENT',
      'close EBADF',
      'read EAGAIN',
      'read ECONNRESET',
      'write EAGAIN',
      'write EPIPE',
      'fill EAGAIN',
      'connect refused',
      'accept EAGAIN',
    ])
      expect([kind, (reported.get(kind) ?? 0) > 100]).toEqual([kind, true]);
  },
);

const masks = ['IN', 'OUT', 'IN|OUT', 'IN|RDHUP', 'RDHUP', 'IN|OUT|RDHUP'];
const flags = ['', '', 'edge', 'edge', 'oneshot', 'edge oneshot'];

/** Few sockets, so that the steps meet. The model says which numbers are in use. */
function drawSteps(stream: () => number): Step[] {
  const model = new ModelOfLinux();
  const steps: Step[] = [];
  const listeners: number[] = [];
  const sockets = new Set<number>();
  let peers = 0;
  const step = (drawn: Step): unknown => {
    steps.push(drawn);
    return model.do(drawn);
  };
  const opened = (result: unknown) => {
    if (typeof result === 'number') sockets.add(result);
  };
  const listener = chance(stream, 0.4) ? Number(step(['listen', randomInteger(stream, 0, 2)])) : -1;
  if (listener >= 0) listeners.push(listener);
  opened(step(['open']));
  peers += 1;
  while (steps.length < stepsEach) {
    // Mostly a descriptor that is open, at times any.
    const descriptor = chance(stream, 0.9)
      ? pick(stream, [...sockets, 10])
      : 10 + randomInteger(stream, 0, 5);
    const isListener = listeners.includes(descriptor);
    const watched = isListener || chance(stream, 0.95) ? descriptor : pick(stream, [10, 11, 12]);
    const peer = randomInteger(stream, 0, peers - 1);
    const roll = stream();
    if (roll < 0.2) step(['wait', pick(stream, [1, 2, 8])]);
    else if (roll < 0.35) step(['arrive', peer, randomInteger(stream, 1, 20)]);
    else if (roll < 0.47)
      step([
        pick(stream, ['add', 'add', 'modify']),
        watched,
        pick(stream, masks),
        pick(stream, flags),
      ]);
    else if (roll < 0.5) step(['remove', watched]);
    else if (roll < 0.6) {
      if (!isListener) step(['read', descriptor, pick(stream, [1, 5, 100])]);
    } else if (roll < 0.64) {
      if (!isListener) step(['write', descriptor, randomInteger(stream, 1, 50)]);
    } else if (roll < 0.68) {
      if (!isListener) step(['fill', descriptor]);
    } else if (roll < 0.74) step(['drain', peer]);
    else if (roll < 0.76) step(['finish', peer]);
    else if (roll < 0.78) step(['hangup', peer]);
    else if (roll < 0.82) {
      if (!isListener) opened(step(['dup', descriptor]));
    } else if (roll < 0.86) {
      if (!isListener) {
        step(['close', descriptor]);
        sockets.delete(descriptor);
      }
    } else if (roll < 0.9 && listener >= 0) {
      if (step(['connect', listener]) === 'connected') peers += 1;
    } else if (roll < 0.93 && listener >= 0) opened(step(['accept', listener]));
    else if (roll < 0.95 && sockets.size < 5) {
      opened(step(['open']));
      peers += 1;
    } else if (roll < 0.97) step(['poll', [10, 11, 12, 13], pick(stream, masks)]);
  }
  return steps;
}
