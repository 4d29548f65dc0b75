/** A topic that keeps every event, as bytes: a consumer reads from any offset. */
import type { Server } from '../../../src/world/server.ts';

export type Message = readonly number[];

export type TopicRequest =
  | { readonly append: Message }
  | { readonly from: number; readonly most: number }
  | 'end';

export const topicServer: Server<{ readonly log: Message[] }, TopicRequest> = {
  kind: 'topic',
  start: () => ({ log: [] }),
  serve({ log }, request) {
    if (request === 'end') return log.length;
    if ('append' in request) return log.push(request.append) - 1;
    return log.slice(request.from, request.from + request.most);
  },
  shown: ({ log }) => ({ events: log.length }),
};

/** A magic byte, then the id of the writer’s schema in four bytes, the highest first (Confluent, Wire format). */
export const framed = (id: number, payload: readonly number[]): Message => [
  0,
  id >>> 24,
  (id >>> 16) & 0xff,
  (id >>> 8) & 0xff,
  id & 0xff,
  ...payload,
];

export function unframed(message: Message): { id: number; payload: readonly number[] } {
  const [, a = 0, b = 0, c = 0, d = 0, ...payload] = message;
  return { id: a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d, payload };
}
