/**
 * The sessions that are typed: recorded ones if they are beside the project, otherwise drawn ones of as many patches and
 * the same mix. The recorded ones are not part of the project.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Patch } from '../../../sims/crdt/text/editing-trace.ts';
import { drawKeystrokes, drawSession } from '../../../sims/crdt/text/generated-trace.ts';
import { projectFolder } from '../../../src/host/source.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { parseTrace } from '../../../src/tools/text/read-trace.ts';

export interface Session {
  readonly patches: readonly Patch[];
  /** What it is, and whether it is the recorded one. */
  readonly says: string;
}

/** Which trace of the editing-traces collection, how many patches it has, and how they are drawn without it. */
const traces = {
  paper: { file: 'automerge-paper', says: 'keystrokes of a paper', count: 259_778 },
  svelte: { file: 'sveltecomponent', says: 'patches with pastes, a component', count: 19_749 },
  rust: { file: 'rustcode', says: 'patches with pastes, a program', count: 40_173 },
} as const;

export type SessionName = keyof typeof traces;
export const sessionNames = Object.keys(traces) as SessionName[];

/** Has it pastes and deleted blocks? */
export const hasPastes = (name: SessionName): boolean => name !== 'paper';

export function sessionOf(name: SessionName): Session {
  const { file, says, count } = traces[name];
  const path = join(projectFolder, `../shared/traces/${file}.json.gz`);
  if (existsSync(path)) {
    const trace = parseTrace(JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')));
    const patches = trace.transactions.flatMap((transaction) => transaction.patches);
    return { patches, says: `${patches.length} ${says}, recorded` };
  }
  const stream = new RandomStreams('bench').stream(`trace ${name}`);
  const patches = hasPastes(name) ? drawSession(stream, count) : drawKeystrokes(stream, count);
  return { patches, says: `${patches.length} ${says}, drawn` };
}
