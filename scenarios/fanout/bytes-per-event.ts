import * as z from 'zod';
import type { FanoutLaw } from '../../sims/fanout/laws.ts';
import {
  chunkBytes,
  handshakeBytes,
  pollBytes,
  streamBytes,
} from '../../sims/fanout/transport/http.ts';
import { encodeEvent } from '../../sims/fanout/transport/server-sent-events.ts';
import { decodeFrame, encodeFrame, headerBytes } from '../../sims/fanout/transport/websocket.ts';
import { meanBounds } from '../../src/check/bounds.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping, Study } from '../../src/check/study.ts';
import { must } from '../../src/kernel/must.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { utf8 } from '../../src/kernel/utf8.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { meanOf, momentsOf } from '../../src/statistics/moments.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { aboutFanout } from './kit.ts';

const params = z.object({
  payloadBytes: whole(1, 100_000, 120, 'of an event, as JSON in one line'),
  idDigits: whole(1, 15, 8, 'of the id of an event'),
  nameLetters: whole(1, 40, 12, 'of the name of an event, such as notification'),
  cookieBytes: whole(0, 4_000, 120, 'of the cookie that a browser sends with each request'),
});

/** Each of any size up to twice the payload. */
const drawn = 200;
const mask = [0x37, 0xfa, 0x21, 0x3d] as const;

export default scenario({
  ...aboutFanout,
  id: 'fanout/bytes-per-event',
  asks: 'How many bytes does one event cost besides its payload: by polling, long polling, server-sent events, WebSocket?',
  claims: ['rt-websocket-2-14-bytes'],
  code: [
    'sims/fanout/transport/websocket.ts#headerBytes',
    'sims/fanout/transport/http.ts#pollBytes',
    'sims/fanout/transport/server-sent-events.ts#encodeEvent',
  ],
  params,
  metrics: {
    server: gauge('B', 'header of a WebSocket frame, from the server'),
    client: gauge('B', 'header of a WebSocket frame, from the client'),
    least: gauge('B', 'header of the smallest frame of a server'),
    most: gauge('B', 'header of the largest frame of a client'),
    bare: gauge('B', 'around the data of a server-sent event, one line'),
    named: gauge('B', 'around it with an id and a name, in a chunk of HTTP/1.1'),
    longPoll: gauge('B', 'of headers for an event by long polling, both ways'),
    emptyPoll: gauge('B', 'of headers for a poll that finds nothing, both ways'),
    streamOpens: gauge('B', 'once for a connection, event stream'),
    socketOpens: gauge('B', 'once for a connection, WebSocket'),
    drawnMean: gauge('B', 'header of a frame of a server, mean of payloads of any size'),
  },
  build({ world, params: p, metrics }) {
    const study = new Study<FanoutLaw>(world);
    const { observes } = keeping(study, metrics);
    const payload = new Uint8Array(p.payloadBytes).fill(0x78);
    const frame = { isFinal: true, opcode: 1, payload } as const;
    const id = '9'.repeat(p.idDigits);
    const data = 'x'.repeat(p.payloadBytes);
    const around = (text: string) => utf8(text).length - p.payloadBytes;
    return study
      .next(() => observes('server', 'WebSocket, from the server', sent(encodeFrame(frame)), 'B'))
      .next(() =>
        observes('client', 'from the client, masked', sent(encodeFrame({ ...frame, mask })), 'B'),
      )
      .next(() => observes('least', 'smallest frame of a server', headerBytes(0, false), 'B'))
      .next(() => observes('most', 'largest frame of a client', headerBytes(1e6, true), 'B'))
      .next(() => observes('bare', 'server-sent event', around(encodeEvent({ data })), 'B'))
      .next(() => {
        const text = encodeEvent({ data, id, event: 'n'.repeat(p.nameLetters) });
        const bytes = around(text) + chunkBytes(utf8(text).length);
        observes('named', 'with id, name and chunk', bytes, 'B');
      })
      .next(() =>
        observes('longPoll', 'long polling, headers', pollBytes(p, id, p.payloadBytes), 'B'),
      )
      .next(() => observes('emptyPoll', 'poll that finds nothing', pollBytes(p, id, 0), 'B'))
      .next(() => observes('streamOpens', 'an event stream opens', streamBytes(p), 'B'))
      .next(() => observes('socketOpens', 'a WebSocket opens', handshakeBytes(p), 'B'))
      .next(() => {
        const stream = study.stream('payloads');
        const headers = Array.from({ length: drawn }, () => {
          const bytes = randomInteger(stream, 0, 2 * p.payloadBytes);
          return encodeFrame({ ...frame, payload: new Uint8Array(bytes) }).length - bytes;
        });
        observes('drawnMean', 'WebSocket, payloads of any size', meanOf(headers), 'B');
      });

    /** Besides the payload, which has to arrive as it was. */
    function sent(bytes: Uint8Array): number {
      const decoded = must(decodeFrame(bytes), 'whole frame');
      const isSame = decoded.frame.payload.every((octet, place) => octet === payload[place]);
      if (!isSame) throw new Error('another payload');
      return bytes.length - decoded.frame.payload.length;
    }
  },
  expect: (p) => {
    /** The cases of RFC 6455, §5.2. */
    const server = (bytes: number) => (bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10);
    const { payloadBytes, idDigits, nameLetters } = p;
    // data, id and event each with a colon, a space and a line end, and an empty line.
    const named = 7 + 5 + idDigits + 8 + nameLetters + 1;
    const digits = (named + payloadBytes).toString(16).length;
    const sizes = Array.from({ length: 2 * payloadBytes + 1 }, (_, bytes) => server(bytes));
    return [
      exactly(server(payloadBytes), 'server', 'server').says(
        'bytes of the header of a WebSocket frame from the server: 2, 4 or 10, by its length',
        'rt-websocket-2-14-bytes',
      ),
      exactly(server(payloadBytes) + 4, 'client', 'client').says(
        'bytes of the header of a WebSocket frame from the client: 6, 8 or 14, with the mask of 4',
        'rt-websocket-2-14-bytes',
      ),
      exactly(2, 'least', 'least').says(
        'bytes of the smallest WebSocket header',
        'rt-websocket-2-14-bytes',
      ),
      exactly(14, 'most', 'most').says(
        'bytes of the largest WebSocket header',
        'rt-websocket-2-14-bytes',
      ),
      exactly(8, 'bare', 'bare').says(
        'bytes around a server-sent event of one line of data',
        'rt-websocket-2-14-bytes',
      ),
      exactly(named + digits + 4, 'named', 'named').says(
        'bytes around a server-sent event with an id, a name and a chunk of HTTP/1.1',
        'rt-websocket-2-14-bytes',
      ),
      within('longPoll', 'long-poll', {
        atLeast: 200 + p.cookieBytes,
        atMost: 600 + p.cookieBytes,
      }).says(
        'bytes of HTTP headers for an event by long polling: those of a request and a response',
        'rt-websocket-2-14-bytes',
      ),
      within('drawnMean', 'drawn', meanBounds(momentsOf(sizes), drawn)).says(
        'bytes of the header of a WebSocket frame on average, over frames of any size',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `A WebSocket frame adds ${m.server.value} B from the server, a server-sent event ${m.bare.value} to ${m.named.value} B, long polling ${inDigits(m.longPoll.value ?? 0)} B, and a poll that finds nothing costs ${inDigits(m.emptyPoll.value ?? 0)} B: polls send HTTP headers both ways, with a cookie of ${inDigits(p.cookieBytes)} B, and the others keep one connection open. A frame from the client has ${m.client.value} B, because it is masked; a frame always has between ${m.least.value} and ${m.most.value} B. A server-sent event has ${m.bare.value} B around a line of data, and ${m.named.value} B with an id, a name and a chunk of HTTP/1.1.`,
});

// Left out: compression, TLS records, TCP and IP headers, and HTTP/2, whose headers are compressed.
