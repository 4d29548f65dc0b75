/** What polling sends besides the events: the headers of HTTP/1.1, written out. */
import { utf8 } from '../../../src/kernel/utf8.ts';

const byteLength = (text: string): number => utf8(text).length;

/** Headers that a browser and a server send with every request and response, with a cookie of so many characters. */
export interface HeaderOptions {
  readonly cookieBytes: number;
}

const lines = (...all: string[]): string => `${all.join('\r\n')}\r\n\r\n`;

const browser = [
  'Host: app.example.com',
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  'Accept: application/json',
  'Accept-Language: en-US,en;q=0.5',
  'Accept-Encoding: gzip, deflate, br',
];

export const pollRequest = ({ cookieBytes }: HeaderOptions, after: string): string =>
  lines(
    `GET /events?after=${after} HTTP/1.1`,
    ...browser,
    `Cookie: ${'s'.repeat(cookieBytes)}`,
    'Connection: keep-alive',
  );

export const pollResponse = (bodyBytes: number): string =>
  lines(
    bodyBytes === 0 ? 'HTTP/1.1 204 No Content' : 'HTTP/1.1 200 OK',
    'Date: Sat, 28 Nov 2026 12:00:00 GMT',
    'Cache-Control: no-store',
    ...(bodyBytes === 0 ? [] : ['Content-Type: application/json', `Content-Length: ${bodyBytes}`]),
    'Connection: keep-alive',
  );

/** Of a request that is answered with so many bytes of body, both ways, without the body. */
export const pollBytes = (options: HeaderOptions, after: string, bodyBytes: number): number =>
  byteLength(pollRequest(options, after)) + byteLength(pollResponse(bodyBytes));

/** Once a connection: an event stream begins as a request like any other. */
export const streamBytes = ({ cookieBytes }: HeaderOptions): number =>
  byteLength(
    lines(
      'GET /events HTTP/1.1',
      ...browser.map((line) => line.replace('application/json', 'text/event-stream')),
      `Cookie: ${'s'.repeat(cookieBytes)}`,
      'Cache-Control: no-cache',
    ),
  ) +
  byteLength(
    lines(
      'HTTP/1.1 200 OK',
      'Date: Sat, 28 Nov 2026 12:00:00 GMT',
      'Cache-Control: no-store',
      'Content-Type: text/event-stream',
      'Transfer-Encoding: chunked',
    ),
  );

/** In a body of chunks (RFC 9112, §7.1) each event is a chunk: its length in hexadecimal digits and two line ends. */
export const chunkBytes = (bytes: number): number => bytes.toString(16).length + 4;

/** Once a connection: the opening handshake of a WebSocket (RFC 6455, §4). */
export const handshakeBytes = ({ cookieBytes }: HeaderOptions): number =>
  byteLength(
    lines(
      'GET /events HTTP/1.1',
      ...browser.filter((line) => !line.startsWith('Accept:')),
      `Cookie: ${'s'.repeat(cookieBytes)}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version: 13',
    ),
  ) +
  byteLength(
    lines(
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
    ),
  );
