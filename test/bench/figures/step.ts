/** The debugger: how long one waits for a step back, and what being able to intervene costs a run. */
import randomFaults from '../../../scenarios/raft/random-faults.ts';
import { pictureOf } from '../../../src/lab/picture.ts';
import { run } from '../../../src/lab/run.ts';
import { Playback } from '../../../src/lab/session.ts';
import { type Figure, median, timeNs } from '../measure.ts';

const events = 100_000;
const longRun = { stormMs: 400_000, faults: 1_000 };

/** From the key to the picture, in a run of 100,000 events. */
function stepBack(): Figure {
  const session = { seed: 'bench', params: longRun, without: [], interventions: [], at: events };
  const playback = new Playback(randomFaults, { scenario: randomFaults.id, ...session });
  const times: number[] = [];
  for (let round = -2; round < 9; round++) {
    const ns = timeNs(() => {
      playback.back();
      pictureOf(playback);
    });
    if (round >= 0) times.push(ns / 1e6);
  }
  if (playback.events.length < events - 1_000) throw new Error('the run was too short');
  return {
    ratio: median(times) / 500,
    reference: 'half a second',
    meaning: 'share of the time allowed',
    detail: `${median(times).toFixed(0)} ms for a step back in a run of ${events} events`,
    atMost: 1,
  };
}

/** The same run, played with every event kept, beside run without a listener. */
function playing(): Figure {
  const options = { seed: 'bench', params: longRun };
  const session = { ...options, without: [], interventions: [], at: Infinity };
  const ratios: number[] = [];
  for (let round = -2; round < 7; round++) {
    const plainNs = timeNs(() => run(randomFaults, options));
    const playedNs = timeNs(() => {
      new Playback(randomFaults, { scenario: randomFaults.id, ...session });
    });
    if (round >= 0) ratios.push(plainNs / playedNs);
  }
  return {
    ratio: median(ratios),
    reference: 'the same run with nobody listening',
    meaning: 'share of the speed of the reference',
    detail: 'playing a session to its end, which it does twice to find that end',
    atLeast: 0.2,
  };
}

export const stepFigures: Readonly<Record<string, () => Figure>> = {
  'step-back': stepBack,
  'step-play': playing,
};
