import * as z from 'zod';
import type { AuthRule } from '../../sims/auth/rules.ts';
import {
  attacker,
  type Delivery,
  provider,
  receiverServer,
  signedDelivery,
  WebhookReceiver,
} from '../../sims/auth/webhook.ts';
import { trialsUntil } from '../../src/check/bounds.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { shareBounds } from '../../src/statistics/binomial-quantiles.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutServers, watching } from './kit.ts';

const params = z.object({
  events: whole(20, 500, 200, 'of the provider'),
  loss: real(0, 0.5, 0.1, 'share of the messages that get lost, requests and answers alike'),
  toleranceMs: whole(60_000, 600_000, 300_000, 'that a timestamp may be old'),
});
type Params = z.output<typeof params>;

/** What each receiver leaves out. */
const arms = {
  all: undefined,
  'no ids': 'event-ids-are-remembered',
  'no timestamp': 'webhook-timestamp-is-checked',
  'no signature': 'webhook-signature-is-checked',
} as const satisfies Readonly<Record<string, AuthRule | undefined>>;
type Arm = keyof typeof arms;
const names = Object.keys(arms) as Arm[];

const [secondMs, dayMs] = [1_000, 86_400_000] as const;
const [everyMs, timeoutMs, retryMs] = [10 * secondMs, 5 * secondMs, 60 * secondMs] as const;
/** Retries end long before: a hundred in a row fail at half of the messages with 3 in 10^13. */
const retriedMs = (p: Params) => p.events * everyMs + 100 * (timeoutMs + retryMs);
const rememberMs = dayMs;
const replayedMs = (p: Params) => retriedMs(p) + rememberMs + dayMs;
const doneMs = (p: Params) => replayedMs(p) + 120 * secondMs;
const secret = 'whsec_test';

export default scenario({
  ...aboutServers,
  id: 'auth/webhook-replay',
  asks: 'A webhook says that a payment has succeeded. How does its receiver know that it is genuine, and neither a retry nor a replay?',
  claims: [],
  code: ['sims/auth/webhook.ts#take', 'sims/auth/webhook.ts#signedDelivery'],
  params,
  swarm: { events: { min: 20, max: 100 } },
  durationMs: (p) => doneMs(p) + 1,
  network: ({ loss }) => ({ latencyMs: uniform(20, 80), loss }),
  metrics: {
    ...gaugePer(names, 'arrived', 'deliveries', (arm) => `from the provider, ${arm}`),
    ...gaugePer(names, 'effects', 'effects', (arm) => `of all deliveries, ${arm}`),
  },
  build({ world, params: p, rules, metrics }) {
    let isOver = false;
    const subject = watching(world, () => isOver);
    const counts = new Map<Arm, { arrived: number; effects: number }>();
    for (const arm of names) {
      const left = arms[arm];
      const own = left === undefined ? rules : { ...rules, [left]: false };
      const receiver = new WebhookReceiver(own, { secret, rememberMs, toleranceMs: p.toleranceMs });
      const count = { arrived: 0, effects: 0 };
      counts.set(arm, count);
      const known = new Map<string, Delivery>();
      const effects = new Set<string>();
      const listen = (delivery: Delivery, verdict: string) => {
        const { body } = delivery;
        const isForged = body.includes('forged');
        if (!isForged && world.kernel.nowMs < retriedMs(p)) count.arrived += 1;
        if (!isForged) known.set(body, delivery);
        if (verdict !== 'effect') return;
        count.effects += 1;
        const isSecond = effects.has(body);
        effects.add(body);
        if (arm !== 'all') return;
        const says = `the event ${/"id":"([^"]*)"/.exec(body)?.[1] ?? body} takes effect`;
        if (isForged) subject.breaches.report('forged-event-has-no-effect', says);
        if (isSecond) subject.breaches.report('event-has-one-effect', `${says} again`);
      };
      const address = `receiver ${arm}`;
      world.addServer(address, receiverServer(receiver, listen));
      const { events } = p;
      const sending = { receiver: address, secret, events, everyMs, timeoutMs, retryMs };
      world.addServer(`provider ${arm}`, provider(sending));
      const forged = () => [...known.keys()].map((body) => forgedOf(body, world.kernel.nowMs));
      world.addServer(
        `attacker ${arm}`,
        attacker(address, [
          { atMs: retriedMs(p), sends: forged },
          { atMs: replayedMs(p), sends: () => [...known.values()] },
        ]),
      );
    }
    world.at(doneMs(p), () => {
      for (const [arm, { arrived, effects }] of counts) {
        metrics[`${arm}.arrived`].set(arrived);
        metrics[`${arm}.effects`].set(effects);
      }
      isOver = true;
    });
    return subject;
  },
  expect: (p) => {
    // Each event is sent until an answer comes back, and each arrival sends one.
    const arrivals = trialsUntil(p.events, 1 - p.loss);
    const [attacks, reach] = [shareBounds(p.events, 1 - p.loss), p.events];
    const more = { atLeast: reach * attacks.atLeast, atMost: reach * attacks.atMost };
    const plus = { atLeast: p.events + more.atLeast, atMost: p.events + more.atMost };
    return [
      exactly(p.events, 'all.effects', 'one-effect').says(
        'effects with signature, timestamp and ids: one for each event',
      ),
      within('all.arrived', 'arrivals', arrivals).says(
        'deliveries that arrive until each event is answered: events / (1 - loss)',
      ),
      within('no ids.effects', 'no-ids', arrivals).says(
        'effects without ids: one for each arrival; replays are too old',
      ),
      within('no timestamp.effects', 'no-timestamp', plus).says(
        'effects without timestamps: each replay that arrives after the ids are forgotten has one',
      ),
      within('no signature.effects', 'no-signature', plus).says(
        'effects without signatures: each forged event that arrives has one',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) => {
    const effects = (arm: Arm) => m[`${arm}.effects`].value ?? 0;
    const extra = (arm: Arm) => effects(arm) - p.events;
    return (
      `By an HMAC over timestamp and body, a limit on the age of the timestamp, and the ids of the events that it has seen: ${inDigits(p.events)} events, retried, replayed and forged, had ${counted(effects('all'), 'effect')}. ` +
      `The signature refuses forged events: without it ${inDigits(extra('no signature'))} of them took effect. ` +
      `The timestamp, at most ${inTime(p.toleranceMs)} old, refuses a recorded delivery after its id is forgotten: without it ${counted(extra('no timestamp'), 'replay')} took effect. ` +
      `Neither stops a retry, which the provider signs anew because an answer was lost: only the id does, and without ids ${counted(extra('no ids'), 'retry', 'retries')} took effect. ` +
      'The id is stored in one transaction with the effect, for longer than the provider retries, and a duplicate is answered with 200.'
    );
  },
});

/** The attacker has no secret, and signs with another. */
const forgedOf = (body: string, nowMs: number): Delivery =>
  signedDelivery('guessed', body.replace('evt_', 'forged_'), nowMs);

// Left out: receivers that crash between the effect and the id (`transactions/idempotency-crash`), and
// secrets that rotate, for which Stripe sends two signatures.
