/** What a space-time diagram shows at a moment. */
import type { Recording } from '../recording/recording.ts';
import type { Lane, Window } from './lanes.ts';
import type { Look } from './look.ts';

export interface Scene {
  readonly recording: Recording;
  readonly lanes: readonly Lane[];
  readonly looks: ReadonlyMap<string, Look>;
  readonly window: Window;
  readonly cursorMs: number;
  /** The end of the run, as far as it is known. */
  readonly endMs: number;
  /** The causal past of the event that was chosen, with itself. */
  readonly past: ReadonlySet<number>;
  /** What it led to. */
  readonly future: ReadonlySet<number>;
  readonly chosen: number | undefined;
  readonly colors: Colors;
}

/** Of the page's theme. */
export interface Colors {
  readonly text: string;
  readonly faint: string;
  readonly arrow: string;
  readonly lost: string;
  readonly cursor: string;
  readonly lit: string;
  readonly future: string;
  readonly band: string;
  readonly ground: string;
}
