/// <reference lib="dom" />
// What is carried out in the browser names what a browser has.

import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
/**
 * Goal: what the lab says of tabs and event streams is what a browser does. Method: a page in Chromium opens event
 * streams to a server of HTTP/1.1; six open, the seventh and every other request wait; and a stream whose connection
 * ends is opened again with the id of its last event. Without Chromium it is *not judged*.
 */
import { setTimeout as passed } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { encodeEvent } from '../../../sims/fanout/transport/server-sent-events.ts';
import { connectionsPerHost } from '../../../sims/fanout/transport/tabs.ts';
import { chromiumProgram } from '../../support/engines.ts';

const program = chromiumProgram();

test.skipIf(program === undefined && process.env['CI'] === undefined)(
  'Chromium opens six event streams to a host, and resumes one with the id of its last event',
  { timeout: 60_000 },
  async () => {
    const streams: { readonly response: ServerResponse; readonly lastId: string | undefined }[] =
      [];
    let requests = 0;
    const server = createServer((request, response) => {
      if (request.url?.startsWith('/stream') === true) {
        const header = request.headers['last-event-id'];
        streams.push({ response, lastId: Array.isArray(header) ? header[0] : header });
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        // Tried again soon after a loss.
        response.write(
          `retry: 50\n${encodeEvent({ data: 'hello', id: `${40 + streams.length}` })}`,
        );
      } else {
        if (request.url === '/other') requests += 1;
        response.setHeader('content-type', 'text/html');
        response.end('<title>tabs</title>');
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { readonly port: number };
    if (program === undefined) throw new Error('Chromium is not installed');
    const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${port}/`);
      await page.evaluate(() => {
        for (let tab = 1; tab <= 7; tab++) new EventSource(`/stream?tab=${tab}`);
      });
      for (let tried = 0; streams.length < connectionsPerHost && tried < 200; tried++) {
        await passed(25);
      }
      await page.evaluate(() => void fetch('/other'));
      await passed(1_000);
      expect([streams.length, requests]).toEqual([connectionsPerHost, 0]);
      // Streams end: their connections are free for what waited, and for the streams to come back.
      streams[0]?.response.end();
      for (let tried = 0; streams.length < connectionsPerHost + 2 && tried < 40; tried++) {
        await passed(50);
        if (tried === 10) streams[1]?.response.end();
      }
      const resumed = streams.slice(connectionsPerHost).map(({ lastId }) => lastId);
      expect([resumed.includes('41'), requests]).toEqual([true, 1]);
    } finally {
      await browser.close();
      server.closeAllConnections();
      server.close();
    }
  },
);
