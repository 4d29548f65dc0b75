/** What autoscalers, schedulers and kubelets write into the trace. */
import { type StudyNotes, studyWords } from '../../src/check/study.ts';
import type { Note } from '../../src/trace/event.ts';
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import { counted, inDigits, inPercent } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import type { AutoscalingRule } from './rules.ts';

interface ScalingNotes extends StudyNotes {
  load: { cores: number };
  scales: { from: number; to: number; recommended: number; reason: string; rule?: AutoscalingRule };
  /** It would change something, and does not. */
  stays: { at: number; recommended: number; reason: string; rule?: AutoscalingRule };
  ready: { pods: number };
  utilisation: { share: number; ready: number };
  placed: { pod: string; node: string };
  pending: { pod: string; why: string; rule?: AutoscalingRule };
  evicted: { pod: string; node: string; why: string; rule?: AutoscalingRule };
  killed: { container: string; code: number; why: string };
  restarts: { container: string; count: number; afterMs: number };
  'fails-probe': { container: string; probe: string };
  turns: { container: string; isReady: boolean };
  deleted: { pod: string; preStopMs: number; graceMs: number };
  /** A proxy has put a list of pods into force, and says which were deleted before. */
  heard: { gone: readonly string[] };
  signalled: { container: string; open: number };
  lost: { what: string };
}

export const autoscalingNotes = new NoteBook<ScalingNotes>({
  ...studyWords,
  load: ({ cores }) => `the load is ${inDigits(cores)} cores`,
  scales: ({ from, to, recommended, reason }) =>
    `scales from ${from} to ${to}: ${recommended} recommended, ${reason}`,
  stays: ({ at, recommended, reason }) => `stays at ${at}: ${recommended} recommended, ${reason}`,
  ready: ({ pods }) => `${counted(pods, 'pod')} ready`,
  utilisation: ({ share, ready }) => `${counted(ready, 'ready pod')} at ${inPercent(share)}`,
  placed: ({ pod, node }) => `${pod} is placed on ${node}`,
  pending: ({ pod, why }) => `${pod} stays pending: ${why}`,
  evicted: ({ pod, node, why }) => `${pod} is evicted from ${node}: ${why}`,
  killed: ({ container, code, why }) => `${container} is killed with exit code ${code}: ${why}`,
  restarts: ({ container, count, afterMs }) =>
    `${container} restarts for the ${count}. time ${afterMs === 0 ? 'at once' : `after ${inTime(afterMs)}`}`,
  'fails-probe': ({ container, probe }) => `${container} fails its ${probe} probe`,
  turns: ({ container, isReady }) => `${container} is ${isReady ? 'ready' : 'not ready'}`,
  deleted: ({ pod, preStopMs, graceMs }) =>
    `${pod} is deleted: preStop takes ${inTime(preStopMs)}, of a grace period of ${inTime(graceMs)}`,
  heard: ({ gone }) => `sends nothing to ${gone.join(', ')} any more`,
  signalled: ({ container, open }) =>
    `${container} gets SIGTERM with ${counted(open, 'request')} in flight`,
  lost: ({ what }) => what,
});

export type ScalingNote = NoteOf<ScalingNotes>;

/** Writes one into the trace, as a node does. */
export function note(node: { note(note: Note): void }, note: ScalingNote): void {
  node.note(note);
}
