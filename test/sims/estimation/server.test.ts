/**
 * Goal: the number of servers is right at its edges, and the simulated server is an M/M/c queue.
 * Method: figures by hand, and closed forms of M/M/1 and M/M/∞, which the code does not use.
 */
import { describe, expect, test } from 'vitest';
import {
  inFlightOf,
  type Service,
  serversPerZone,
} from '../../../sims/estimation/capacity/load.ts';
import { runServer, theoryOfServer } from '../../../sims/estimation/capacity/server.ts';
import { estimationRules } from '../../../sims/estimation/rules.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';

const rules = estimationRules.without();
const service: Service = { perSecond: 1_000, serviceMs: 360, atOnce: 10, knee: 0.5, zones: 3 };
const stream = (seed: string) => new RandomStreams(seed).stream('server');

describe('servers', () => {
  test('of two zones that are left each gets half: 360 in flight / 10 / 50% / 2 = 36', () => {
    expect(inFlightOf(service)).toBe(360);
    expect(serversPerZone(service, rules)).toBe(36);
  });

  test('are whole: a request more takes another, and a rounding error does not', () => {
    expect(serversPerZone({ ...service, serviceMs: 361 }, rules)).toBe(37);
    const uneven = { perSecond: 210, serviceMs: 100, atOnce: 1, knee: 0.7, zones: 2 };
    expect(serversPerZone(uneven, rules)).toBe(30);
    for (let zones = 2; zones <= 10; zones++)
      expect(serversPerZone({ ...service, zones, knee: 0.1 }, rules)).toBe(
        Math.ceil(360 / (zones - 1)),
      );
  });

  test('are at least one in each zone', () => {
    expect(serversPerZone({ ...service, perSecond: 0.01 }, rules)).toBe(1);
  });

  test.each([
    ['utilisation-below-knee', 18],
    ['room-for-the-lost-node', 24],
    ['rate-times-time', 100],
  ] as const)('without %s: %i of a zone', (rule, servers) => {
    expect(serversPerZone(service, estimationRules.without(rule))).toBe(servers);
  });
});

describe('a server', () => {
  test.each([0.3, 0.8])('with one place at %d is an M/M/1 queue', (load) => {
    const requests = 200_000;
    const { inFlight, wait } = theoryOfServer(1, load, requests);
    expect(inFlight.mean).toBeCloseTo(load / (1 - load), 9);
    expect(wait.mean).toBeCloseTo(load / (1 - load), 9);
    // Whitt, Planning Queueing Simulations, 1989: 2 ρ (1 + ρ) / (1 - ρ)⁴. A fifth fills the server.
    const span = (0.8 * requests) / load;
    const variance = (2 * load * (1 + load)) / (1 - load) ** 4;
    expect(inFlight.deviation / Math.sqrt(variance / span)).toBeCloseTo(1, 6);
    // Daley, The serial correlation coefficients of waiting times in a queue, 1968: a bound that is not far above it.
    const ofWaits = (load * (2 + 5 * load - 4 * load ** 2 + load ** 3)) / (1 - load) ** 4;
    const bound = wait.deviation / Math.sqrt(ofWaits / (0.8 * requests));
    expect(bound).toBeGreaterThanOrEqual(1);
    expect(bound).toBeLessThan(1.1);
  });

  test('with places for all is an M/M/∞ queue: its number varies by 2 x load over the span', () => {
    const { inFlight, wait } = theoryOfServer(400, 20, 10_000);
    expect(wait.mean).toBeCloseTo(0, 12);
    expect(inFlight.mean).toBeCloseTo(20, 9);
    expect(inFlight.deviation / Math.sqrt((2 * 20 * 20) / 8_000)).toBeCloseTo(1, 6);
  });

  test.each([
    [1, 0.8],
    [2, 1.5],
    [8, 7],
    [100, 90],
  ])('with %i places and a load of %d is within five deviations, over 20 seeds', (atOnce, load) => {
    const requests = 20_000;
    const { inFlight, wait } = theoryOfServer(atOnce, load, requests);
    let [waits, presents, busy] = [0, 0, 0];
    for (let seed = 0; seed < 20; seed++) {
      const run = runServer(atOnce, load, requests, stream(`${seed}`));
      waits += run.wait / 20;
      presents += run.inFlight / 20;
      busy += run.busy / 20;
    }
    const errors = 5 / Math.sqrt(20);
    expect(Math.abs(waits - wait.mean)).toBeLessThan(errors * wait.deviation);
    expect(Math.abs(presents - inFlight.mean)).toBeLessThan(errors * inFlight.deviation);
    // Work that arrives: a Poisson number of exponential times.
    const share = load / atOnce;
    expect(Math.abs(busy - share)).toBeLessThan(errors * share * Math.sqrt(2 / 16_000));
  });

  test('that is always busy waits longer the longer it runs', () => {
    const waits = [2_000, 50_000, 1_000_000].map(
      (requests) => runServer(4, 4.4, requests, stream('full')).wait,
    );
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    // A tenth more arrives than leaves: the request of number n waits n x (1/4 - 1/4.4). Those that
    // begin are numbers 2/11 to 10/11 of all, 6/11 on average; the deviation is 2% of it.
    const mean = (6 / 11) * 1_000_000 * (1 / 4 - 1 / 4.4);
    expect(Math.abs((waits[2] ?? 0) / mean - 1)).toBeLessThan(0.1);
  });
});
