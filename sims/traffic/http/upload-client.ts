/** Clients that send files over connections that break: in one body, or in parts. */
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { chance } from '../../../src/kernel/random.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { attempt } from '../attempt.ts';
import { note } from '../notes.ts';
import type { HttpRules } from './rules.ts';
import { checksumOf, type UploadAnswer, type UploadRequest } from './uploads.ts';

export interface UploadOptions {
  readonly server: string;
  /** Files, which all begin at once, each on a connection of its own. */
  readonly files: number;
  /** 1: the whole file in one body. */
  readonly parts: number;
  /** How long sending a part takes. */
  readonly partMs: number;
  /** Mean of an exponential time of sending after which a connection breaks. */
  readonly breakMs: number;
  /** Share of the parts that arrive with other bytes. */
  readonly damaged: number;
  readonly timeoutMs: number;
  /** A part is sent that the storage has acknowledged, and has not refused since. */
  readonly sendsAgain: (file: string, number: number) => void;
}

export interface UploadTotals {
  done: number;
  /** Total time of sending, cut-off bodies included. */
  sentMs: number;
  /** Bodies begun. */
  bodies: number;
}

export const emptyUploads = (): UploadTotals => ({ done: 0, sentMs: 0, bodies: 0 });

export const uploadClient = (rules: HttpRules, options: UploadOptions, totals: UploadTotals) =>
  client(
    'client',
    (node) => {
      const drawBreakMs = sampler(exponential(options.breakMs), node.stream('breaks'));
      for (let file = 1; file <= options.files; file++) {
        const upload = new Upload(`file-${file}`, node, rules, options, totals, drawBreakMs);
        node.spawn(upload.run());
      }
      return totals;
    },
    ({ done, bodies }) => ({ done, bodies }),
  );

class Upload {
  readonly #file: string;
  readonly #node: ServerContext;
  readonly #rules: HttpRules;
  readonly #options: UploadOptions;
  readonly #totals: UploadTotals;
  readonly #drawBreakMs: () => number;
  readonly #acknowledged = new Set<number>();
  /** Until the connection breaks. */
  #leftMs: number;

  constructor(
    file: string,
    node: ServerContext,
    rules: HttpRules,
    options: UploadOptions,
    totals: UploadTotals,
    drawBreakMs: () => number,
  ) {
    this.#file = file;
    this.#node = node;
    this.#rules = rules;
    this.#options = options;
    this.#totals = totals;
    this.#drawBreakMs = drawBreakMs;
    this.#leftMs = drawBreakMs();
  }

  *run(): Process<void> {
    const all = Array.from({ length: this.#options.parts }, (_, at) => at + 1);
    let wanted = all;
    while (wanted.length > 0) {
      yield* this.#sendParts(wanted);
      wanted = yield* this.#complete(all);
    }
    this.#totals.done += 1;
  }

  *#sendParts(wanted: readonly number[]): Process<void> {
    for (let next = 0; next < wanted.length; ) {
      const isAcknowledged = yield* this.#sendPart(must(wanted[next], 'part to be sent'));
      if (isAcknowledged) next += 1;
      else if (!this.#rules['resume-at-the-lost-part']) next = 0;
    }
  }

  /** Whether the storage has acknowledged it. */
  *#sendPart(number: number): Process<boolean> {
    const { partMs, damaged, sendsAgain } = this.#options;
    if (this.#acknowledged.has(number)) sendsAgain(this.#file, number);
    const http = ++this.#totals.bodies;
    const sentMs = Math.min(partMs, this.#leftMs);
    yield* this.#node.sleep(sentMs);
    this.#totals.sentMs += sentMs;
    this.#leftMs -= sentMs;
    if (sentMs < partMs) {
      note(this.#node, { kind: 'body-cut-off', file: this.#file, part: number, sentMs });
      this.#leftMs = this.#drawBreakMs();
      return false;
    }
    const isDamaged = damaged > 0 && chance(this.#node.stream('damage'), damaged);
    const checksum = checksumOf(this.#file, number) + (isDamaged ? 1 : 0);
    const answer = yield* this.#call({ http, do: 'part', file: this.#file, number, checksum });
    if (answer !== undefined) this.#acknowledged.add(number);
    return answer !== undefined;
  }

  /** CompleteMultipartUpload with every part of the file: the numbers that have to be sent again. */
  *#complete(all: readonly number[]): Process<number[]> {
    const parts = all.map((number) => ({ number, checksum: checksumOf(this.#file, number) }));
    const request = { http: this.#totals.bodies, do: 'complete', file: this.#file, parts } as const;
    for (;;) {
      const answer = yield* this.#call(request);
      if (answer === undefined) continue;
      for (const number of answer.wrong) this.#acknowledged.delete(number);
      return [...answer.wrong];
    }
  }

  *#call(request: UploadRequest): Process<UploadAnswer | undefined> {
    const { server, timeoutMs } = this.#options;
    return yield* attempt(this.#node.call<UploadAnswer>(server, request, { timeoutMs }));
  }
}
