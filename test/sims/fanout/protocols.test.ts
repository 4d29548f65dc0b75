/**
 * Goal: frames and event streams are those of the standards. Method: the examples of RFC 6455 and of the HTML Standard,
 * and random frames and streams against `ws` and `eventsource-parser`, which programs use.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { fc, test as property } from '@fast-check/vitest';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import {
  chunkBytes,
  handshakeBytes,
  pollBytes,
  pollRequest,
  pollResponse,
  streamBytes,
} from '../../../sims/fanout/transport/http.ts';
import { encodeEvent, interpret } from '../../../sims/fanout/transport/server-sent-events.ts';
import {
  decodeFrame,
  encodeFrame,
  type Frame,
  headerBytes,
  type Opcode,
  opcodes,
} from '../../../sims/fanout/transport/websocket.ts';

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const ascii = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
/** Without a comparison of each byte by itself, which takes seconds. */
const isSame = (one: Uint8Array | undefined, other: Uint8Array): boolean =>
  one !== undefined && Buffer.from(one).equals(Buffer.from(other));
const mask = [0x37, 0xfa, 0x21, 0x3d] as const;

describe('frames of RFC 6455, §5.7', () => {
  test.each<[string, string, Frame]>([
    ['a text', '81 05 48 65 6c 6c 6f', { isFinal: true, opcode: 1, payload: ascii('Hello') }],
    [
      'a masked text',
      '81 85 37 fa 21 3d 7f 9f 4d 51 58',
      { isFinal: true, opcode: 1, payload: ascii('Hello'), mask },
    ],
    ['a first part', '01 03 48 65 6c', { isFinal: false, opcode: 1, payload: ascii('Hel') }],
    ['a last part', '80 02 6c 6f', { isFinal: true, opcode: 0, payload: ascii('lo') }],
    ['a ping', '89 05 48 65 6c 6c 6f', { isFinal: true, opcode: 9, payload: ascii('Hello') }],
    [
      'a masked pong',
      '8a 85 37 fa 21 3d 7f 9f 4d 51 58',
      { isFinal: true, opcode: 10, payload: ascii('Hello'), mask },
    ],
  ])('%s', (_name, hex, frame) => {
    expect(encodeFrame(frame)).toEqual(bytesOf(hex));
    expect(decodeFrame(bytesOf(hex))).toEqual({ frame, bytes: bytesOf(hex).length });
  });

  test.each([
    [256, '82 7e 01 00'],
    [65_536, '82 7f 00 00 00 00 00 01 00 00'],
  ])('%i bytes of binary data', (size, hex) => {
    const payload = new Uint8Array(size).map((_, place) => place % 251);
    const frame = encodeFrame({ isFinal: true, opcode: 2, payload });
    expect(frame.slice(0, bytesOf(hex).length)).toEqual(bytesOf(hex));
    expect(isSame(frame.slice(bytesOf(hex).length), payload)).toBe(true);
  });

  test('lengths change at 126 and at 65,536', () => {
    const sizes = [0, 125, 126, 65_535, 65_536, 1e9];
    expect(sizes.map((size) => headerBytes(size, false))).toEqual([2, 2, 4, 4, 10, 10]);
    expect(sizes.map((size) => headerBytes(size, true))).toEqual([6, 6, 8, 8, 14, 14]);
  });

  test('opcodes are those of §5.2, and a close frame is a control frame', () => {
    expect(Object.values(opcodes)).toEqual([0x0, 0x1, 0x2, 0x8, 0x9, 0xa]);
    const close = { isFinal: true, opcode: opcodes.close, payload: new Uint8Array(126) } as const;
    expect(() => encodeFrame(close)).toThrow(RangeError);
  });

  test('a control frame is short and whole, and a frame that is not whole is not read', () => {
    const long = { isFinal: true, opcode: opcodes.ping, payload: new Uint8Array(126) } as const;
    expect(() => encodeFrame(long)).toThrow('a control frame has at most 125 bytes');
    const parts = { isFinal: false, opcode: opcodes.close, payload: new Uint8Array(2) } as const;
    expect(() => encodeFrame(parts)).toThrow(RangeError);
    const frame = encodeFrame({ isFinal: true, opcode: 2, payload: new Uint8Array(300), mask });
    for (const size of [0, 1, 2, 3, 7, 8, 307]) {
      expect(decodeFrame(frame.slice(0, size))).toBeUndefined();
    }
    expect(decodeFrame(frame)?.bytes).toBe(308);
  });
});

const anyFrame = fc.record({
  isFinal: fc.boolean(),
  opcode: fc.constantFrom<Opcode>(0, 1, 2),
  payload: fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.constantFrom(125, 126, 65_535, 65_536).map((size) => new Uint8Array(size).fill(7)),
  ),
});
const anyMask = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));

property.prop([anyFrame, fc.option(anyMask, { nil: undefined })], { numRuns: 60 })(
  'what is encoded is decoded',
  (own, masked) => {
    const frame = masked === undefined ? own : { ...own, mask: masked };
    const bytes = encodeFrame(frame);
    const decoded = decodeFrame(bytes);
    expect({ ...decoded?.frame, payload: undefined }).toEqual({ ...frame, payload: undefined });
    expect(isSame(decoded?.frame.payload, frame.payload)).toBe(true);
    expect(decoded?.bytes).toBe(bytes.length);
  },
);

/** A server of `ws` on a port of this machine, and a client that speaks in frames of ours. */
test('ws reads our masked frames and answers with frames that we read, byte by byte', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const heard: Buffer[] = [];
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      heard.push(data);
      socket.send(data, { binary: true });
    });
  });
  const { port } = server.address() as { readonly port: number };
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let received = Buffer.alloc(0);
  socket.on('data', (data) => {
    received = Buffer.concat([received, data]);
  });
  const until = async (isDone: () => boolean) => {
    while (!isDone()) await once(socket, 'data');
  };
  socket.write(
    'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  );
  await until(() => received.includes('\r\n\r\n'));
  received = received.subarray(received.indexOf('\r\n\r\n') + 4);
  const payloads = [0, 1, 125, 126, 300, 65_535, 65_536].map((size) =>
    new Uint8Array(size).map((_, place) => (place * 7) % 256),
  );
  for (const payload of payloads) {
    socket.write(encodeFrame({ isFinal: true, opcode: 2, payload, mask }));
    const size = headerBytes(payload.length, false) + payload.length;
    await until(() => received.length >= size);
    const theirs = Uint8Array.from(received.subarray(0, size));
    expect(decodeFrame(theirs)).toMatchObject({ frame: { isFinal: true, opcode: 2 }, bytes: size });
    // The bytes of ws are ours, header and all.
    expect(isSame(encodeFrame({ isFinal: true, opcode: 2, payload }), theirs)).toBe(true);
    received = received.subarray(size);
  }
  expect(heard.map((data) => data.length)).toEqual(payloads.map(({ length }) => length));
  socket.destroy();
  server.close();
});

describe('event streams of the HTML Standard, §9.2.6', () => {
  test.each([
    [
      'three lines are one event, with the data of its last two',
      'data: YHOO\ndata: +2\ndata: 10\n\n',
      [{ data: 'YHOO\n+2\n10', event: 'message' }],
    ],
    [
      'a comment, an id, an id that is taken back, and an event without an end',
      ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event',
      [
        { data: 'first event', event: 'message', id: '1' },
        { data: 'second event', event: 'message' },
      ],
    ],
    [
      'empty data, twice, and no end',
      'data\n\ndata\ndata\n\ndata:',
      [
        { data: '', event: 'message' },
        { data: '\n', event: 'message' },
      ],
    ],
    [
      'a space after the colon is dropped',
      'data:test\n\ndata: test\n\n',
      [
        { data: 'test', event: 'message' },
        { data: 'test', event: 'message' },
      ],
    ],
    ['an event has a name', 'event: add\ndata: 73857293\n\n', [{ data: '73857293', event: 'add' }]],
  ])('%s', (_name, stream, events) => {
    expect(interpret(stream).events).toEqual(events);
  });

  test('ids stay until another comes, and a browser reconnects with the last', () => {
    const { events, lastEventId } = interpret('id: 7\ndata: a\n\ndata: b\n\nid: 9\n\nid: 11\n');
    expect(events.map(({ id }) => id)).toEqual(['7', '7']);
    expect(lastEventId).toBe('9');
    expect(interpret('data: a\n\n').lastEventId).toBe('');
  });

  test('ids with a zero byte are not heard, retry only as digits, and ends of lines are of three kinds', () => {
    expect(interpret('id: a\0b\ndata: x\n\n').events).toEqual([{ data: 'x', event: 'message' }]);
    expect(interpret('retry: 3000\n').reconnectionMs).toBe(3_000);
    expect(interpret('retry: 3s\n').reconnectionMs).toBeUndefined();
    expect(interpret('data: a\r\ndata: b\rdata: c\n\r\n').events[0]?.data).toBe('a\nb\nc');
    expect(interpret('\uFEFFdata: a\n\n').events).toHaveLength(1);
  });

  test('an event of one line has 8 bytes around it, 7 more a line, and an id of several lines is refused', () => {
    expect(encodeEvent({ data: 'x' })).toBe('data: x\n\n');
    expect(encodeEvent({ data: 'x\ny' }).length - 'xy'.length).toBe(15);
    expect(encodeEvent({ data: 'x', id: '5', event: 'add' })).toBe(
      'event: add\nid: 5\ndata: x\n\n',
    );
    expect(() => encodeEvent({ data: 'x', id: '1\n2' })).toThrow(
      'an id and the name of an event have one line',
    );
    expect(() => encodeEvent({ data: 'x', event: 'a\rb' })).toThrow(RangeError);
  });
});

/** Streams of fields that mean something, and some that do not. */
const anyStream = fc
  .array(
    fc.oneof(
      fc.constantFrom('', '', 'data', 'id', 'event', ': comment', 'data: ', 'other: 1'),
      fc
        .tuple(fc.constantFrom('data', 'id', 'event'), fc.string({ maxLength: 5 }))
        .map(([field, value]) => `${field}: ${value.replaceAll(/[\r\n\0]/g, '')}`),
    ),
    { maxLength: 20 },
  )
  .map((lines) => `${lines.join('\n')}\n`);

property.prop([anyStream], { numRuns: 300 })(
  'eventsource-parser makes the same events of a stream',
  (stream) => {
    const theirs: EventSourceMessage[] = [];
    const parser = createParser({ onEvent: (event) => theirs.push(event) });
    parser.feed(stream);
    const ours = interpret(stream).events;
    expect(ours.map(({ data, event }) => ({ data, event }))).toEqual(
      theirs.map(({ data, event = 'message' }) => ({ data, event: event || 'message' })),
    );
  },
);

property.prop([
  fc.array(
    fc.record({
      data: fc.string({ maxLength: 20 }).map((text) => text.replaceAll('\r', '')),
      id: fc.stringMatching(/^\d{1,8}$/),
      event: fc.stringMatching(/^[a-z]{1,8}$/),
    }),
    { maxLength: 8 },
  ),
])('what is encoded is interpreted, by both', (events) => {
  const stream = events.map(encodeEvent).join('');
  expect(interpret(stream).events).toEqual(events);
  const theirs: EventSourceMessage[] = [];
  createParser({ onEvent: (event) => theirs.push(event) }).feed(stream);
  expect(theirs).toEqual(events);
});

test('headers end with an empty line, and are counted with their cookie', () => {
  const options = { cookieBytes: 10 };
  for (const text of [pollRequest(options, '7'), pollResponse(0), pollResponse(12)]) {
    expect(text.endsWith('\r\n\r\n')).toBe(true);
    expect(text.indexOf('\r\n\r\n')).toBe(text.length - 4);
  }
  expect(pollRequest(options, '7')).toContain('\r\nCookie: ssssssssss\r\n');
  expect(pollResponse(12)).toContain('Content-Length: 12\r\n');
  expect(pollBytes({ cookieBytes: 30 }, '7', 12) - pollBytes(options, '7', 12)).toBe(20);
  expect(pollBytes(options, '7777', 12) - pollBytes(options, '7', 12)).toBe(3);
  expect(streamBytes({ cookieBytes: 30 }) - streamBytes(options)).toBe(20);
  expect(handshakeBytes({ cookieBytes: 30 }) - handshakeBytes(options)).toBe(20);
  // 255 bytes: "ff", two line ends.
  expect([chunkBytes(1), chunkBytes(15), chunkBytes(16), chunkBytes(255)]).toEqual([5, 5, 6, 6]);
});
