/** Goal: the actors of a channel do the right thing at moments that few runs meet. Method: each by itself, message by message. */
import { describe, expect, test } from 'vitest';
import { fanoutRules } from '../../../sims/fanout/rules.ts';
import { authorActor } from '../../../sims/fanout/stream/author.ts';
import { type DeviceState, deviceActor } from '../../../sims/fanout/stream/device.ts';
import { feedActor } from '../../../sims/fanout/stream/feed.ts';
import { gatewayActor } from '../../../sims/fanout/stream/gateway.ts';
import { emptyHistory, withNote } from '../../../sims/fanout/stream/history.ts';
import type { ChannelEvent, StreamMessage } from '../../../sims/fanout/stream/messages.ts';
import type { Actor, Context } from '../../../src/world/actor.ts';

const rules = fanoutRules.without();

/** An actor with a context that only writes down what it does. */
function alone<State, Timer extends string, Record>(
  actor: Actor<State, StreamMessage, Timer, Record>,
  journal: readonly Record[] = [],
) {
  const sent: unknown[] = [];
  const timers = new Set<string>();
  const notes: string[] = [];
  const context: Context<StreamMessage, Timer, Record> = {
    self: 'self',
    random: () => 0,
    now: () => 0,
    send: (to, message) => sent.push([to, message]),
    sendWhenDurable: (to, message) => sent.push([to, message, 'durable']),
    persist: (record) => sent.push(['disk', record]),
    setTimer: (timer) => timers.add(timer),
    cancelTimer: (timer) => timers.delete(timer),
    choose: (_name, [first]) => first as never,
    note: ({ kind }) => notes.push(kind),
  };
  const state = actor.start(context, journal);
  const taken = <T>(list: T[]): T[] => list.splice(0);
  return {
    state,
    timers,
    sent: () => taken(sent),
    notes: () => taken(notes),
    gets: (message: StreamMessage, from = 'other') => actor.receive(state, message, from, context),
    fires: (timer: Timer) => actor.timeout(state, timer, context),
  };
}

const event = (number: number): ChannelEvent => ({ number, id: `p${number}` });
const eventMessage = (number: number): StreamMessage => ({ type: 'Event', event: event(number) });
const push = (connection: number, number: number): StreamMessage => ({
  type: 'Push',
  connection,
  event: event(number),
});

describe('a gateway', () => {
  const gateway = (bufferEvents = 3, without: 'too-old-means-snapshot'[] = []) =>
    alone(
      gatewayActor(without.length === 0 ? rules : fanoutRules.without(...without), {
        feed: 'feed',
        bufferEvents,
        followMs: 100,
        userOf: () => 'user',
      }),
    );

  test('asks the feed where its events go on, again if no answer comes', () => {
    const { sent, fires, gets, timers } = gateway();
    expect(sent()).toEqual([['feed', { type: 'Follow' }]]);
    fires('follow');
    expect(sent()).toEqual([['feed', { type: 'Follow' }]]);
    gets({ type: 'Following', upTo: 0 });
    expect(timers.has('follow')).toBe(false);
  });

  test('keeps devices and events that come before the answer, and pushes the events then', () => {
    const { sent, gets, state } = gateway();
    sent();
    gets({ type: 'Subscribe', connection: 1, after: null }, 'phone');
    gets(eventMessage(6));
    gets(eventMessage(4));
    expect(sent()).toEqual([]);
    gets({ type: 'Following', upTo: 4 }, 'feed');
    expect(sent()).toEqual([['phone', { type: 'Subscribed', connection: 1, isComplete: false }]]);
    // What the feed had counted before is not pushed, and 6 waits for 5.
    expect(state.early).toEqual([event(6)]);
    gets(eventMessage(5));
    expect(sent()).toEqual([
      ['phone', push(1, 5)],
      ['phone', push(1, 6)],
    ]);
  });

  test('pushes at the answer what has come meanwhile', () => {
    const { sent, gets } = gateway();
    gets({ type: 'Subscribe', connection: 1, after: null }, 'phone');
    gets(eventMessage(5));
    sent();
    gets({ type: 'Following', upTo: 4 }, 'feed');
    expect(sent().slice(1)).toEqual([['phone', push(1, 5)]]);
    gets({ type: 'Following', upTo: 9 }, 'feed');
    gets(eventMessage(6));
    expect(sent()).toEqual([['phone', push(1, 6)]]);
  });

  test.each([
    [0, 4, true, [5, 6, 7]],
    [0, 3, false, []],
    [0, 7, true, []],
    [3, 3, false, []],
  ])(
    'after %i and %i: replays what the buffer holds, or says that it misses some',
    (_place, after, isComplete, numbers) => {
      const { sent, gets } = gateway();
      gets({ type: 'Following', upTo: 0 });
      for (let number = 1; number <= 7; number++) gets(eventMessage(number));
      sent();
      gets({ type: 'Subscribe', connection: 2, after }, 'phone');
      expect(sent()).toEqual([
        ['phone', { type: 'Subscribed', connection: 2, isComplete }],
        ...numbers.map((number) => ['phone', push(2, number)]),
      ]);
    },
  );

  test('replaces the connection of a device, and no other', () => {
    const { gets, state } = gateway();
    gets({ type: 'Following', upTo: 0 });
    gets({ type: 'Subscribe', connection: 1, after: null }, 'phone');
    gets({ type: 'Subscribe', connection: 1, after: null }, 'laptop');
    gets({ type: 'Subscribe', connection: 2, after: 0 }, 'phone');
    expect(state.subscriptions).toEqual([
      { device: 'laptop', connection: 1 },
      { device: 'phone', connection: 2 },
    ]);
  });
});

describe('a device', () => {
  const device = () =>
    alone(
      deviceActor(rules, {
        feed: 'feed',
        gateway: 'gateway',
        opensMs: 1,
        dropsMs: 10,
        outageMs: 5,
        patienceMs: 100,
      }),
    );
  const live = () => {
    const it = device();
    it.fires('open');
    it.gets({ type: 'Subscribed', connection: 1, isComplete: false });
    it.gets({ type: 'Loaded', connection: 1, events: [event(1)] });
    it.sent();
    it.notes();
    return it;
  };

  test('subscribes, loads, and shows what came meanwhile, once', () => {
    const { fires, gets, sent, notes, state } = device();
    fires('open');
    expect(sent()).toEqual([['gateway', { type: 'Subscribe', connection: 1, after: null }]]);
    gets({ type: 'Subscribed', connection: 1, isComplete: false });
    expect(sent()).toEqual([['feed', { type: 'Load', connection: 1 }]]);
    gets(push(1, 1));
    gets(push(1, 2));
    gets({ type: 'Loaded', connection: 1, events: [event(1)] });
    expect(notes()).toEqual(['loads', 'knows', 'shows']);
    expect(state).toMatchObject({
      phase: 'live',
      last: 2,
      early: [],
    } satisfies Partial<DeviceState>);
  });

  test('hears nothing of a connection that it has lost, or of an earlier one', () => {
    const { fires, gets, sent, notes } = live();
    fires('drop');
    expect(notes()).toEqual(['loses-connection']);
    gets(push(1, 2));
    fires('open');
    expect(sent()).toEqual([['gateway', { type: 'Subscribe', connection: 2, after: 1 }]]);
    gets(push(1, 2));
    gets({ type: 'Loaded', connection: 1, events: [event(1), event(2)] });
    expect(notes()).toEqual([]);
    gets({ type: 'Subscribed', connection: 2, isComplete: true });
    gets(push(2, 2));
    expect(notes()).toEqual(['shows']);
  });

  test('loads again if the gateway no longer has what it missed', () => {
    const { fires, gets, sent, state, timers } = live();
    fires('drop');
    fires('open');
    gets({ type: 'Subscribed', connection: 2, isComplete: false });
    expect(sent().at(-1)).toEqual(['feed', { type: 'Load', connection: 2 }]);
    expect(timers.has('open')).toBe(true);
    gets({ type: 'Loaded', connection: 2, events: [event(1), event(2)] });
    expect(state).toMatchObject({ phase: 'live', last: 2, seen: ['p1', 'p2'] });
    expect(timers.has('open')).toBe(false);
  });

  test('begins again with a new connection if an answer does not come', () => {
    const { fires, gets, sent } = device();
    fires('open');
    sent();
    fires('open');
    expect(sent()).toEqual([['gateway', { type: 'Subscribe', connection: 2, after: null }]]);
    gets({ type: 'Subscribed', connection: 1, isComplete: false });
    expect(sent()).toEqual([]);
  });
});

describe('the feed and the author', () => {
  test('a post is numbered, stored and told once, and acknowledged as often as it comes', () => {
    const { gets, sent } = alone(feedActor(rules, ['g1', 'g2']), [event(1)]);
    gets({ type: 'Post', id: 'p2' }, 'author');
    expect(sent()).toEqual([
      ['disk', event(2)],
      ['g1', { type: 'Event', event: event(2) }, 'durable'],
      ['g2', { type: 'Event', event: event(2) }, 'durable'],
      ['author', { type: 'Posted', id: 'p2' }, 'durable'],
    ]);
    gets({ type: 'Post', id: 'p2' }, 'author');
    expect(sent()).toEqual([['author', { type: 'Posted', id: 'p2' }, 'durable']]);
    gets({ type: 'Load', connection: 3 }, 'phone');
    expect(sent()).toEqual([
      ['phone', { type: 'Loaded', connection: 3, events: [event(1), event(2)] }, 'durable'],
    ]);
  });

  test('an author repeats what is not acknowledged, and stops when all is', () => {
    const { fires, gets, sent, timers, notes } = alone(
      authorActor({ feed: 'feed', posts: 3, burst: 2, everyMs: 1, repeatMs: 1 }),
    );
    fires('post');
    expect(sent().map((each) => (each as [string, { id: string }])[1].id)).toEqual(['p1', 'p2']);
    gets({ type: 'Posted', id: 'p1' });
    gets({ type: 'Posted', id: 'p1' });
    expect(notes()).toEqual(['is-acknowledged']);
    fires('repeat');
    expect(sent()).toEqual([['feed', { type: 'Post', id: 'p2' }]]);
    gets({ type: 'Posted', id: 'p2' });
    expect(timers.has('repeat')).toBe(false);
    timers.delete('post');
    fires('post');
    expect([sent().length, timers.has('post')]).toEqual([1, false]);
  });
});

test('what an observer sees of a device: a gap, an event too late, and one twice', () => {
  const shows = (numbers: readonly number[]) =>
    numbers.reduce(
      (history, number) => withNote(history, { kind: 'shows', number, id: `p${number}` }, 'phone'),
      emptyHistory,
    ).broken;
  expect(shows([1, 2, 3])).toEqual({});
  expect(shows([1, 3])).toEqual({ 'no-gap': 'phone shows event 3 without event 2' });
  expect(shows([1, 3, 2])['per-channel-order']).toBe('phone shows event 2 after 3');
  expect(shows([1, 2, 2])['no-duplicate-effect']).toBe('phone shows event 2 twice');
  const loaded = withNote(emptyHistory, { kind: 'loads', upTo: 2 }, 'phone');
  expect(withNote(loaded, { kind: 'shows', number: 3, id: 'p3' }, 'phone').broken).toEqual({});
  expect(withNote(loaded, { kind: 'shows', number: 2, id: 'p2' }, 'phone').broken).toEqual({
    'no-duplicate-effect': 'phone shows event 2 twice',
  });
});
