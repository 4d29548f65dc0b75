import * as z from 'zod';
import { CommandServer } from '../../sims/io/commands.ts';
import { usualCosts } from '../../sims/io/costs.ts';
import type { IoLaw } from '../../sims/io/laws.ts';
import { within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutIo } from './kit.ts';

const params = z.object({
  clients: whole(1, 200, 50, 'with a connection each'),
  pipeline: whole(2, 64, 16, 'commands that a client sends in one segment'),
  commandUs: real(0.1, 20, 1, 'of a command in memory'),
  callUs: real(0.05, 20, usualCosts.callUs, 'of a system call'),
  roundTripUs: real(1, 500, 100, 'of the network, there and back'),
});
type Params = z.output<typeof params>;

const depths = ['single', 'pipelined'] as const;
type Depth = (typeof depths)[number];
const windowMs = 30;
const deep = (p: Params, depth: Depth) => (depth === 'single' ? 1 : p.pipeline);
/** Of a segment of commands: a read, a write, the commands; a wait for it alone at the most, or for all clients together. */
const segmentUs = (p: Params, depth: Depth, waits: number) =>
  (2 + waits) * p.callUs + deep(p, depth) * p.commandUs;

/** The least and the most per second that the one thread can do, and that the clients ask for. */
function bounds(p: Params, depth: Depth) {
  const most = 1e6 / segmentUs(p, depth, 1 / p.clients);
  const byNetwork = (p.clients * 1e6) / (p.roundTripUs + segmentUs(p, depth, 1 / p.clients));
  // A client waits for the round trip and for one segment of each client, twice at the most.
  const least = (p.clients * 1e6) / (p.roundTripUs + 2 * p.clients * segmentUs(p, depth, 1));
  return { atLeast: deep(p, depth) * least, atMost: deep(p, depth) * Math.min(most, byNetwork) };
}

export default scenario({
  ...aboutIo,
  id: 'io/one-thread-commands',
  asks: 'How many commands a second does one thread serve whose commands take a microsecond?',
  claims: ['io-redis-single-thread-millions'],
  code: ['sims/io/commands.ts#serve'],
  params,
  durationMs: () => 2 * windowMs + 200,
  metrics: {
    ...gaugePer(depths, 'perSecond', 'commands/s', (depth) => `served, ${depth}`),
    ...gaugePer(depths, 'calls', 'calls', (depth) => `of the system for each command, ${depth}`),
    ceiling: gauge('commands/s', 'if there were no system calls'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<IoLaw>(world);
    for (const depth of depths) {
      const server = new CommandServer(rules, { ...p, depth: deep(p, depth) });
      study.next(() => {
        for (let client = 0; client < p.clients; client++)
          world.spawn(server.client(client, study.stream(`client ${depth}`)));
        world.spawn(server.serve());
      });
      study.next(() => {
        const perSecond = (server.served / windowMs) * 1_000;
        study.observes(`commands a second, ${depth}`, perSecond, '', metrics[`${depth}.perSecond`]);
        const calls = server.calls / server.served;
        study.observes(`calls for each command, ${depth}`, calls, '', metrics[`${depth}.calls`]);
        study.observes(`commands served, ${depth}`, server.served);
        server.isOver = true;
      }, windowMs);
    }
    return study
      .next(() => {
        const ceiling = 1e6 / p.commandUs;
        study.estimates('commands a second without calls', ceiling);
        metrics.ceiling.set(ceiling);
      })
      .next(() => study.observes('clients', p.clients))
      .next(() => study.observes('us of a system call', p.callUs))
      .next(() => study.observes('us of a round trip', p.roundTripUs))
      .next(() => study.observes('commands of a segment', p.pipeline));
  },
  expect: (p) =>
    depths.map((depth) => {
      const { atLeast, atMost } = bounds(p, depth);
      // The first round trip, and the segments that are being served, at the ends of the window.
      const edge = (3 * p.clients * deep(p, depth) * 1_000) / windowMs;
      return within(`${depth}.perSecond`, depth, {
        atLeast: Math.max(0, atLeast - edge),
        atMost: atMost + edge,
      }).says(
        `commands a second, ${depth}: by what a segment costs, or by the round trip`,
        'io-redis-single-thread-millions',
      );
    }),
  tells: ({ params: p, metrics: m }) =>
    `${inDigits(Math.round(m['single.perSecond'].value ?? 0))} commands a second if each comes alone, because data in memory, one event loop and no locks leave little to do for a command: the system calls around it (read, write, a share of epoll_wait) cost more. Pipelining saves those: ${inDigits(p.pipeline)} commands at a time make it ${inDigits(Math.round(m['pipelined.perSecond'].value ?? 0))}, at ${significant(m['pipelined.calls'].value ?? 0)} system calls a command. One thread has a ceiling of ${inDigits(Math.round(m.ceiling.value ?? 0))} at ${inDigits(p.commandUs)} µs a command, whatever the network does.`,
});

// Left out: threads for the network (Redis 6 and later), parsing, and commands that take longer.
