/**
 * Goal: storage takes parts by number and completes only the file; clients resume, and send what
 * the closed form says. Method: requests by hand, clients against the moments of a restarted task,
 * and counts of failures against sums of the negative binomial.
 */
import { describe, expect, test } from 'vitest';
import { emptyUploads, uploadClient } from '../../../../sims/traffic/http/upload-client.ts';
import {
  failuresOf,
  sendingMs,
  sentBounds,
} from '../../../../sims/traffic/http/upload-formulas.ts';
import {
  checksumOf,
  type UploadAnswer,
  type UploadRequest,
  uploadServer,
} from '../../../../sims/traffic/http/uploads.ts';
import { type TrafficRule, trafficRules } from '../../../../sims/traffic/rules.ts';
import { constant } from '../../../../src/kernel/distribution.ts';
import { World } from '../../../../src/world/world.ts';

type Off = readonly TrafficRule[];
const links = { latencyMs: constant(1) };

describe('storage', () => {
  function storage(...off: Off) {
    const objects: [string, readonly number[]][] = [];
    const server = uploadServer(trafficRules.without(...off), (file, sums) =>
      objects.push([file, sums]),
    );
    const node = { note: () => {} } as never;
    const memory = server.start(node, { journal: [], torn: undefined });
    const ask = (request: UploadRequest) =>
      server.serve(memory, request, 'client', node) as UploadAnswer;
    const put = (number: number, checksum: number) =>
      ask({ http: 1, do: 'part', file: 'a', number, checksum });
    const complete = (...checksums: number[]) => {
      const parts = checksums.map((checksum, at) => ({ number: at + 1, checksum }));
      return ask({ http: 1, do: 'complete', file: 'a', parts });
    };
    return { objects, put, complete, shown: () => server.shown(memory) };
  }

  test('puts the parts in the order of their numbers, the last of each number', () => {
    const { objects, put, complete, shown } = storage();
    for (const [number, sum] of [
      [2, 20],
      [10, 100],
      [1, 11],
      [1, 10],
    ] as const)
      put(number, sum);
    expect(shown()).toEqual({ parts: 3, objects: 0 });
    expect(complete(10, 20)).toEqual({ status: 200, wrong: [] });
    // Completed once: its answer may have been lost.
    expect(complete(10, 20)).toEqual({ status: 200, wrong: [] });
    expect(objects).toEqual([['a', [10, 20, 100]]]);
  });

  test('refuses while a part is missing or has another checksum', () => {
    const { objects, put, complete } = storage();
    put(1, 10);
    put(3, 31);
    expect(complete(10, 20, 30)).toEqual({ status: 400, wrong: [2, 3] });
    put(2, 20);
    expect(complete(10, 20, 30)).toEqual({ status: 400, wrong: [3] });
    expect(objects).toEqual([]);
    put(3, 30);
    expect(complete(10, 20, 30).status).toBe(200);
    expect(objects).toEqual([['a', [10, 20, 30]]]);
  });

  test('without its rules keeps both copies, and completes what it has', () => {
    const copies = storage('number-names-the-part');
    copies.put(1, 10);
    copies.put(1, 10);
    copies.complete(10);
    expect(copies.objects).toEqual([['a', [10, 10]]]);
    const blind = storage('complete-compares-checksums');
    blind.put(1, 11);
    blind.complete(10, 20);
    expect(blind.objects).toEqual([['a', [11]]]);
  });
});

describe('clients', () => {
  interface Case {
    readonly files?: number;
    readonly parts: number;
    readonly partMs?: number;
    readonly breakMs?: number;
    readonly damaged?: number;
    readonly loss?: number;
  }

  function upload(options: Case, ...off: Off) {
    const world = new World('uploads', links);
    const totals = emptyUploads();
    const again: number[] = [];
    const objects = new Map<string, readonly number[]>();
    const rules = trafficRules.without(...off);
    const all = {
      server: 'storage',
      files: 1,
      partMs: 1_000,
      breakMs: 1e12,
      damaged: 0,
      timeoutMs: 100,
      sendsAgain: (_file: string, number: number) => again.push(number),
      ...options,
    };
    world.addServer(
      'storage',
      uploadServer(rules, (file, sums) => objects.set(file, sums)),
    );
    world.addServer('client', uploadClient(rules, all, totals));
    if (options.loss) world.network.changeLink('storage', 'client', { loss: options.loss });
    world.kernel.runUntil(1e9);
    return { ...totals, again, objects };
  }
  const file = (parts: number) =>
    Array.from({ length: parts }, (_, at) => checksumOf('file-1', at + 1));

  test('send each part once if nothing breaks', () => {
    const { done, sentMs, bodies, objects } = upload({ parts: 7 });
    expect([done, sentMs, bodies]).toEqual([1, 7_000, 7]);
    expect(objects.get('file-1')).toEqual(file(7));
    expect(new Set(file(7)).size).toBe(7);
  });

  // Mean and variance of a task that starts again: (e^x - 1) / λ and (e^2x - 2x e^x - 1) / λ².
  test.each([
    { parts: 1, files: 4_000, breakMs: 1_000 },
    { parts: 1, files: 4_000, breakMs: 400 },
    { parts: 20, files: 200, breakMs: 500 },
  ])('send as long as a restarted task takes: $parts parts, breaks each $breakMs ms', (options) => {
    const { parts, files, breakMs } = options;
    const x = 1_000 / breakMs;
    const mean = breakMs * (Math.exp(x) - 1);
    const deviation = breakMs * Math.sqrt(Math.exp(2 * x) - 2 * x * Math.exp(x) - 1);
    const { done, sentMs, again } = upload(options);
    const bodies = files * parts;
    expect(done).toBe(files);
    expect(again).toEqual([]);
    expect(Math.abs(sentMs / bodies - mean)).toBeLessThan((4 * deviation) / Math.sqrt(bodies));
    expect(sendingMs({ bodies, bodyMs: 1_000, breakMs })).toBeCloseTo(mean, 6);
  });

  test('send again what is lost or refused, and nothing else', () => {
    const { done, bodies, again, objects } = upload({ parts: 400, loss: 0.2, damaged: 0.1 });
    expect([done, again]).toEqual([1, []]);
    expect(objects.get('file-1')).toEqual(file(400));
    const { atLeast, atMost } = failuresOf(
      { bodies: 400, bodyMs: 0, breakMs: 1, kept: 0.8 * 0.9 },
      1e-6,
    );
    expect(bodies - 400).toBeGreaterThanOrEqual(atLeast);
    expect(bodies - 400).toBeLessThanOrEqual(atMost);
    expect(atLeast).toBeGreaterThan(80);
    expect(atMost).toBeLessThan(280);
  });

  test('without resuming begin again at the first part', () => {
    const { again, done } = upload({ parts: 10, breakMs: 5_000 }, 'resume-at-the-lost-part');
    expect(done).toBe(1);
    expect(again[0]).toBe(1);
  });
});

describe('closed forms', () => {
  test.each([
    { bodies: 1, bodyMs: 2, breakMs: 1, kept: 1 },
    { bodies: 20, bodyMs: 1, breakMs: 2, kept: 0.9 },
    { bodies: 200, bodyMs: 1, breakMs: 30, kept: 0.98 },
  ])('failures are a negative binomial: $bodies bodies', (of) => {
    const share = of.kept * Math.exp(-of.bodyMs / of.breakMs);
    const missed = 1e-4;
    let probability = share ** of.bodies;
    let below = probability;
    let count = 0;
    let atLeast = below > missed ? 0 : -1;
    while (1 - below > missed) {
      count += 1;
      probability *= ((of.bodies + count - 1) / count) * (1 - share);
      below += probability;
      if (atLeast < 0 && below > missed) atLeast = count;
    }
    expect(failuresOf(of, missed)).toEqual({ atLeast, atMost: count });
  });

  test('bounds of sending hold its mean, and what a drawn model sends', () => {
    const of = { bodies: 300, bodyMs: 1_000, breakMs: 1_000, kept: 0.9 };
    const { atLeast, atMost } = sentBounds(of, 1e-6);
    const meanMs = 300 * sendingMs(of);
    expect(meanMs).toBeCloseTo((300 * 1_000 * (Math.E - 1)) / 0.9, 6);
    expect(atLeast).toBeGreaterThan(0.5 * meanMs);
    expect(atMost).toBeLessThan(1.7 * meanMs);
    expect(atLeast).toBeLessThan(meanMs);
    expect(atMost).toBeGreaterThan(meanMs);
  });
});
