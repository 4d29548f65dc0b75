/** Every point at which a coordinator can crash in a transaction of three participants that all vote yes. */

import type { Presumption } from '../../sims/transactions/commit/options.ts';
import { must } from '../../src/kernel/must.ts';

/** A run’s timing is known because links and disks take a constant time. */
export const startMs = 1_000;
export const diskMs = 1;
const stepMs = 0.1;
/**
 * One way, to and from each participant: each is a little further away, so that no two events
 * coincide.
 */
export const linkMs = (place: number): number => 1 + stepMs * place;

export const participants = 3;
const places = Array.from({ length: participants }, (_, place) => place);

export const pointIds = [
  ...(['asked-0', 'asked-1', 'asked-2', 'asked-3'] as const),
  ...(['votes-1', 'votes-2', 'decided'] as const),
  ...(['told-0', 'told-1', 'told-2', 'told-3'] as const),
  ...(['acks-1', 'acks-2', 'all-acks', 'ended'] as const),
];
export type PointId = (typeof pointIds)[number];

export interface CoordinatorCrash {
  readonly id: PointId;
  readonly says: string;
  readonly atMs: number;
  /**
   * What the coordinator sends from `cutFromMs` on reaches only the first `reached` participants.
   */
  readonly cutFromMs: number;
  readonly reached: number;
  /**
   * How many of them have voted by then, or will; and how many of those learn the decision on their
   * own.
   */
  readonly voted: number;
  readonly told: number;
  readonly decided: boolean;
}

export interface Timeline {
  readonly asksMs: number;
  readonly decidesMs: number;
  readonly tellsMs: number;
  readonly voteMs: (place: number) => number;
  readonly ackMs: (place: number) => number;
}

export function timeline(presumes: Presumption): Timeline {
  const asksMs = startMs + (presumes === 'commit' ? diskMs : 0);
  const voteMs = (place: number) => asksMs + 2 * linkMs(place) + diskMs;
  const decidesMs = voteMs(participants - 1);
  const tellsMs = decidesMs + diskMs;
  return {
    asksMs,
    decidesMs,
    tellsMs,
    voteMs,
    ackMs: (place) => tellsMs + 2 * linkMs(place) + diskMs,
  };
}

/**
 * Not done, done but not recorded, recorded: before, between and after the messages. 4N + 3 points.
 */
export function coordinatorCrashes(presumes: Presumption): readonly CoordinatorCrash[] {
  const { asksMs, decidesMs, tellsMs, voteMs, ackMs } = timeline(presumes);
  const all = participants;
  const between = places.slice(1);
  const reaching = [0, ...places.map((place) => place + 1)];
  const undecided = { told: 0, decided: false };
  const decided = { voted: all, decided: true };
  const point = (says: string, atMs: number) => ({ says, atMs });
  const noCut = { cutFromMs: 0, reached: all };
  const lastAckMs = ackMs(all - 1);
  const points: readonly Omit<CoordinatorCrash, 'id'>[] = [
    ...reaching.map((reached) => ({
      ...point(`it has asked ${reached} of ${all}`, asksMs + stepMs / 2),
      ...undecided,
      cutFromMs: startMs - 1,
      reached,
      voted: reached,
    })),
    ...between.map((votes) => ({
      ...point(`${votes} of ${all} votes are in`, voteMs(votes - 1) + stepMs),
      ...undecided,
      ...noCut,
      voted: all,
    })),
    {
      ...point('it has decided, but not recorded the decision', decidesMs + diskMs / 2),
      ...undecided,
      ...noCut,
      voted: all,
    },
    ...reaching.map((reached) => ({
      ...point(`it has told ${reached} of ${all}`, tellsMs + stepMs / 2),
      ...decided,
      cutFromMs: decidesMs + diskMs / 2,
      reached,
      told: reached,
    })),
    ...between.map((acks) => ({
      ...point(`${acks} of ${all} have acknowledged`, ackMs(acks - 1) + stepMs),
      ...decided,
      ...noCut,
      told: all,
    })),
    {
      ...point('all have acknowledged, but the end is not recorded', lastAckMs + 0.5),
      ...decided,
      ...noCut,
      told: all,
    },
    {
      ...point('the end is recorded', lastAckMs + 2 * diskMs),
      ...decided,
      ...noCut,
      told: all,
    },
  ];
  return points.map((one, place) => ({ ...one, id: must(pointIds[place], 'id of the point') }));
}
