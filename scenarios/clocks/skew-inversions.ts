/**
 * A node whose clock is ahead sends messages to one whose clock is right; each stamps them with
 * four clocks.
 */
import * as z from 'zod';
import { note } from '../../sims/clocks/notes.ts';
import {
  isInverted,
  judgeDrift,
  orderInvariants,
  orderSubject,
} from '../../sims/clocks/order/laws.ts';
import {
  Stamper,
  type StampKind,
  type Stamps,
  stampKinds,
} from '../../sims/clocks/order/stamper.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { exp } from '../../src/kernel/elementary.ts';
import type { Process } from '../../src/kernel/process.ts';
import { positive, real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { client, type Server, type ServerContext } from '../../src/world/server.ts';
import { aboutClocks } from './common.ts';

const params = z.object({
  aheadMs: real(0, 1_000, 1, 'how far the sender’s clock is ahead of the receiver’s'),
  delayMs: positive(1_000, 1, 'mean message delay (exponential)'),
  messages: whole(50, 10_000, 600, 'messages, one every 5 ms'),
});
type Params = z.output<typeof params>;

const everyMs = 5;
/** A message is stamped before its cause if it takes less time than the clocks differ by. */
const invertedShare = ({ aheadMs, delayMs }: Params) => 1 - exp(-aheadMs / delayMs);

export default scenario({
  ...aboutClocks,
  id: 'clocks/skew-inversions',
  asks: 'Two clocks in one data centre differ by a few ms. How many messages are stamped before their cause, and which clocks prevent that?',
  claims: ['num-ntp-skew-not-causal'],
  code: ['sims/clocks/order/stamper.ts#receives', 'sims/clocks/order/stamper.ts#isBefore'],
  params,
  network: ({ delayMs }) => ({ latencyMs: exponential(delayMs) }),
  durationMs: ({ messages, delayMs }) => messages * everyMs + 40 * delayMs + 10,
  metrics: {
    messages: counter('messages', 'that arrived'),
    physical: counter('messages', 'stamped before their cause by the time of day'),
    lamport: counter('messages', 'stamped before their cause by Lamport’s clock'),
    vector: counter('messages', 'stamped before their cause by a vector clock'),
    hybrid: counter('messages', 'stamped before their cause by a hybrid logical clock'),
  },
  build({ world, rules, metrics, params: p }) {
    const subject = orderSubject(p.aheadMs);
    const receiver: Server<Stamper, never> = {
      kind: 'receiver',
      start: ({ self }) => new Stamper(rules, self),
      serve: () => undefined,
      receive(stamper, message, _from, node) {
        const sent = message as Stamps;
        const received = stamper.receives(sent, node.now());
        subject.received += 1;
        judgeDrift(subject, sent);
        judgeDrift(subject, received);
        metrics.messages.add();
        note(node, { kind: 'arrives', earlyMs: sent.physical - received.physical });
        const inverted = (kind: StampKind) => isInverted(subject, kind, sent, received);
        for (const kind of stampKinds) if (inverted(kind)) metrics[kind].add();
      },
      shown: () => ({}),
    };

    function* sending(node: ServerContext): Process<void> {
      const stamper = new Stamper(rules, node.self);
      for (let message = 1; message <= p.messages; message++) {
        node.send('receiver', stamper.happens(node.now()));
        yield* node.sleep(everyMs);
      }
    }

    world.addServer('receiver', receiver);
    world.addServer(
      'sender',
      client('sender', (node) => node.spawn(sending(node))),
      {
        clockOffsetMs: p.aheadMs,
      },
    );
    return subject;
  },
  invariants: orderInvariants,
  goals: ({ messages }) => [
    sometimes('arrive', 'every message arrives', ({ received }) => received === messages),
  ],
  expect: (p) => [
    within('physical', 'physical', binomialBounds(p.messages, invertedShare(p))).says(
      'messages stamped before their cause by the time of day: a share of 1 - exp(-clock difference / mean delay) of them',
      'num-ntp-skew-not-causal',
    ),
    exactly(0, 'lamport', 'lamport').says(
      'messages stamped before their cause by Lamport’s clock',
      'num-ntp-skew-not-causal',
    ),
    exactly(0, 'vector', 'vector').says('messages stamped before their cause by a vector clock'),
    exactly(0, 'hybrid', 'hybrid').says(
      'messages stamped before their cause by a hybrid logical clock',
      'num-ntp-skew-not-causal',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `By wall-clock timestamps ${percent(m.physical.value / Math.max(1, m.messages.value))} of the messages seem to arrive before they were sent, with clocks ` +
    `${inDigits(p.aheadMs)} ms apart and a mean delay of ${inDigits(p.delayMs)} ms (closed form: ${percent(invertedShare(p))}); ` +
    'Lamport, vector and hybrid clocks prevent that, because each moves past the timestamp of every message that arrives. ' +
    'A Lamport clock is one counter: an effect has a larger number than its cause, but a larger number proves no cause. ' +
    'A vector clock, with a counter for each node, also tells which events were concurrent, at the price of its size. ' +
    'A hybrid logical clock is as small as a Lamport clock and stays close to the time of day, ahead by no more than the clocks differ.',
});

// Left out: communication outside the messages, such as a phone call: no logical clock knows of it.
