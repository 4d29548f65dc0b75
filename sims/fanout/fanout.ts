/** Real-time fan-out as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import { fanoutInvariants } from './invariants.ts';
import { fanoutNotes } from './notes.ts';
import { type FanoutRule, fanoutRules } from './rules.ts';
import { fanoutExplorable } from './stream/exploration.ts';
import { viewOf } from './view.ts';

export const fanout: Sim<FanoutRule> = {
  id: 'fanout',
  title: 'Real-time fan-out: timelines, gateways, streams',
  about:
    'How an event reaches everyone who is to see it: pushed to followers or read when they look, over gateways that hold connections, to clients that are slow, lose their connection and come back. Polling, long polling, server-sent events and WebSocket are counted in bytes; audio, video and peer-to-peer connections are left out.',
  sources: [
    'RFC 6455, The WebSocket Protocol, 2011',
    'HTML Standard, Server-sent events, 2024',
    'RFC 6202, Known Issues and Best Practices for the Use of Long Polling and Streaming in Bidirectional HTTP, 2011',
    'Kleppmann, Designing Data-Intensive Applications, 2017',
    'Silberstein, Terrace, Cooper and Ramakrishnan, Feeding Frenzy: Selectively Materializing Users’ Event Feeds, 2010',
  ],
  rules: fanoutRules,
  invariants: fanoutInvariants,
  files: [
    'laws.ts',
    'notes.ts',
    'rules.ts',
    'stream/messages.ts',
    'stream/author.ts',
    'stream/device.ts',
    'stream/feed.ts',
    'stream/gateway.ts',
    'stream/history.ts',
    'stream/system.ts',
    'subject.ts',
    'invariants.ts',
    'stream/exploration.ts',
    'view.ts',
    'buffers/queue.ts',
    'buffers/pull.ts',
    'buffers/push.ts',
    'channel/members.ts',
    'campaign/provider.ts',
    'campaign/sender.ts',
    'formulas.ts',
    'presence/heartbeats.ts',
    'presence/storm.ts',
    'routing/broker.ts',
    'routing/holder.ts',
    'routing/clients.ts',
    'timelines/graph.ts',
    'timelines/followers.ts',
    'timelines/stores.ts',
    'timelines/app.ts',
    'timelines/model.ts',
    'timelines/pages.ts',
    'timelines/threshold.ts',
    'timelines/users.ts',
    'timelines/worker.ts',
    'transport/draws.ts',
    'transport/http.ts',
    'transport/long-polling.ts',
    'transport/packets.ts',
    'transport/polling.ts',
    'transport/server-sent-events.ts',
    'transport/tabs.ts',
    'transport/websocket.ts',
    'unread/badge.ts',
    'unread/clients.ts',
  ],
  notes: fanoutNotes,
  arrowText: messageInWords,
  view: viewOf,
  explorable: fanoutExplorable,
};

/** What the message is, and which event it is about. */
function messageInWords(message: unknown): string | undefined {
  if (typeof message === 'string') return message;
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return undefined;
  if (!('type' in message)) return Object.keys(message)[0];
  const { type, event, id, after, isComplete } = message as Partial<MessageFields>;
  if (event !== undefined) return `${type} ${event.number}`;
  if (id !== undefined) return `${type} ${id}`;
  if (typeof after === 'number') return `${type} after ${after}`;
  return isComplete === false ? `${type}, incomplete` : type;
}

interface MessageFields {
  readonly type: string;
  readonly event: { readonly number: number };
  readonly id: string;
  readonly after: number | null;
  readonly isComplete: boolean;
}
