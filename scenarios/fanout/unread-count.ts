import * as z from 'zod';
import { fanoutNotes } from '../../sims/fanout/notes.ts';
import type { FanoutRules } from '../../sims/fanout/rules.ts';
import { badgeServer } from '../../sims/fanout/unread/badge.ts';
import { posting, reading } from '../../sims/fanout/unread/clients.ts';
import { trialsUntil } from '../../src/check/bounds.ts';
import { none, within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { troubleLink } from '../../src/world/fault.ts';
import { aboutServers, leastMs, mostMs, watching } from './kit.ts';

const params = z.object({
  visits: whole(5, 30, 10, 'of the user, who opens the chat on a phone and then on a laptop'),
  everyMs: real(50, 500, 100, 'from one message to the next'),
  readMs: whole(1_000, 3_000, 1_000, 'that the phone shows the chat; the laptop half as long'),
  lossPercent: real(1, 30, 5, 'of the acknowledgements of messages get lost'),
});
type Params = z.output<typeof params>;

const ways = ['counter', 'counter-with-ids', 'any-position', 'position'] as const;
type Way = (typeof ways)[number];
const off = (way: Way, rules: FanoutRules): FanoutRules => ({
  ...rules,
  ...(way === 'counter' ? { 'message-counts-once': false } : {}),
  ...(way.startsWith('counter') ? { 'read-up-to-position': false } : {}),
  ...(way === 'any-position' ? { 'position-only-advances': false } : {}),
});

/** How much later the user opens the chat on the laptop. */
const laterMs = 300;
const timeoutMs = 4 * mostMs;
const roundMs = (p: Params) => 3 * p.readMs;
const messagesOf = (p: Params) => Math.ceil((p.visits * roundMs(p)) / p.everyMs);
const runMs = (p: Params) => (p.visits + 1) * roundMs(p) + 40 * timeoutMs;

export default scenario({
  ...aboutServers,
  id: 'fanout/unread-count',
  asks: 'An app shows the number of unread messages. Two devices read, messages arrive meanwhile, and requests are retried: how is the badge never wrong?',
  claims: [],
  code: ['sims/fanout/unread/badge.ts#badgeServer', 'sims/fanout/unread/clients.ts#reads'],
  params,
  durationMs: runMs,
  plan: (p) =>
    ways.map((way) => ({
      atMs: 0,
      fault: troubleLink(`${way}/store`, `${way}/service`, { loss: p.lossPercent / 100 }),
    })),
  metrics: {
    ...gaugePer(ways, 'twice', 'messages', (way) => `${way}: counted twice`),
    ...gaugePer(ways, 'hidden', 'messages', (way) => `${way}: counted as read, and never shown`),
    ...gaugePer(ways, 'again', 'messages', (way) => `${way}: unread again after they were shown`),
  },
  build({ world, params: p, rules, metrics }) {
    const stream = world.kernel.random.stream('visits');
    const opensMs = Array.from(
      { length: p.visits },
      (_, place) => (place + 0.5) * roundMs(p) + stream() * p.everyMs,
    );
    let isOver = false;
    const subject = watching(world, () => isOver);
    const judges = ways.map((way) => {
      const store = world.addServer(`${way}/store`, badgeServer(off(way, rules))).self;
      const posts = { messages: messagesOf(p), everyMs: p.everyMs, timeoutMs };
      world.addServer(`${way}/service`, posting(store, posts));
      const visits = opensMs.map((atMs) => ({ atMs, readMs: p.readMs }));
      world.addServer(`${way}/phone`, reading(store, visits));
      const later = opensMs.map((atMs) => ({ atMs: atMs + laterMs, readMs: p.readMs / 2 }));
      world.addServer(`${way}/laptop`, reading(store, later));
      return { way, store, judge: new Judge() };
    });
    const judgeOf = (by: string) => judges.find(({ store }) => store === by);
    const check = (by: string, unread: number) => {
      const of = judgeOf(by);
      if (of?.way !== 'position') return;
      const { unseen } = of.judge;
      const says = `the badge shows ${unread}, although ${counted(unseen.length, 'message is', 'messages are')} unread`;
      if (unread < unseen.length) subject.breaches.report('badge-hides-nothing', says);
      if (unread > unseen.length) subject.breaches.report('badge-counts-once', says);
    };
    fanoutNotes.listen(world.trace, 'counts', ({ id, unread }, by) => {
      judgeOf(by)?.judge.log.push(id);
      check(by, unread);
    });
    fanoutNotes.listen(world.trace, 'marks-read', ({ shown, unread }, by) => {
      judgeOf(by)?.judge.marksRead(shown, unread);
      check(by, unread);
    });
    world.at(runMs(p) - 1, () => {
      for (const { way, judge } of judges) {
        metrics[`${way}.twice`].set(judge.log.length - new Set(judge.log).size);
        metrics[`${way}.hidden`].set(judge.hidden.size);
        metrics[`${way}.again`].set(judge.again);
      }
      isOver = judges.every(({ judge }) => new Set(judge.log).size === messagesOf(p));
    });
    return subject;
  },
  expect: (p) => {
    const copies = trialsUntil(messagesOf(p), 1 - p.lossPercent / 100);
    const twice = {
      atLeast: copies.atLeast - messagesOf(p),
      atMost: copies.atMost - messagesOf(p),
    };
    return [
      within('counter.twice', 'counter-twice', twice).says(
        'messages that a counter counts twice: one for each lost acknowledgement',
      ),
      within('counter.hidden', 'counter-hidden', hiddenIn(p)).says(
        'messages that a counter hides: those that came while the user read, before it was set to zero',
      ),
      within('counter-with-ids.hidden', 'ids-hidden', hiddenIn(p)).says(
        'messages that a counter with ids hides: ids help against repeats, and not against setting it to zero',
      ),
      none('counter-with-ids.twice', 'ids-twice').says(
        'messages that a counter with ids counts twice',
      ),
      within('any-position.again', 'any-again', arrivals(p, laterMs, mostMs - leastMs)).says(
        'messages unread again, if the position may move back: those that the laptop has loaded and the phone has not',
      ),
      none('position.twice', 'position-twice').says(
        'messages counted twice, with a position that only moves forward',
      ),
      none('position.hidden', 'position-hidden').says(
        'messages hidden, with a position that only moves forward',
      ),
      none('position.again', 'position-again').says(
        'messages unread again, with a position that only moves forward',
      ),
    ];
  },
  tells: ({ metrics: m, params: p }) => {
    const of = (way: Way, what: 'twice' | 'hidden' | 'again') =>
      inDigits(m[`${way}.${what}`].value ?? 0);
    return (
      `Keep no counter: number the messages, keep the position up to which the user has read, and subtract; then the badge is never wrong in ${counted(p.visits, 'visit')} on two devices. ` +
      `A counter that is set to zero after reading hides ${of('counter', 'hidden')} of ${inDigits(messagesOf(p))} messages, which came while the user read, and counts ${of('counter', 'twice')} twice, because the service repeats what is not acknowledged. ` +
      'Ids stop the repeats, and not the reset. ' +
      `The position must only move forward: a phone that is opened before the laptop, and closed after it, sets it back, and ${of('any-position', 'again')} messages that were read are unread again. ` +
      'A recount of the rows after the position gives the same number, and costs more the longer the user stays away.\n\n' +
      plainTable([
        ['badge', 'counted twice', 'hidden', 'unread again'],
        ...ways.map((way) => [way, of(way, 'twice'), of(way, 'hidden'), of(way, 'again')]),
      ])
    );
  },
});

/** Knows which messages there are, in the order of the store, and which of them a device has shown. */
class Judge {
  readonly log: string[] = [];
  readonly #seen = new Set<string>();
  readonly hidden = new Set<string>();
  again = 0;

  get unseen(): readonly string[] {
    return [...new Set(this.log)].filter((id) => !this.#seen.has(id));
  }

  marksRead(shown: number, unread: number): void {
    for (const id of this.log.slice(0, shown)) this.#seen.add(id);
    const { unseen } = this;
    if (unread < unseen.length) for (const id of unseen) this.hidden.add(id);
    this.again += Math.max(0, unread - unseen.length);
  }
}

/** How many messages come in so long, give or take, in all visits. */
const arrivals = ({ visits, everyMs }: Params, lengthMs: number, slackMs: number) => ({
  atLeast: visits * Math.floor((lengthMs - 2 * slackMs) / everyMs),
  atMost: visits * Math.ceil((lengthMs + 2 * slackMs) / everyMs),
});

/** From the laptop’s loading to the phone’s report: its answer and the report are messages more. */
const hiddenIn = (p: Params) =>
  arrivals(p, p.readMs - laterMs + leastMs + mostMs, 1.5 * (mostMs - leastMs));

// Left out: numbers with gaps, and messages that are deleted or never count (one’s own, muted ones): then the rows after the
// position are counted; and “mark as unread”, which moves the position back on purpose.
