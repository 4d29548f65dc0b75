/**
 * How control states look: by colour and by pattern, so that neither alone has to tell them apart. The
 * colours are Okabe and Ito's, which remain distinct to colour-blind eyes.
 */

export interface Look {
  readonly color: string;
  readonly pattern: 'plain' | 'stripes' | 'dots' | 'cross' | 'lines' | 'back-stripes';
}

const colors = ['#56b4e9', '#e69f00', '#009e73', '#cc79a7', '#f0e442', '#0072b2', '#d55e00'];
const patterns: readonly Look['pattern'][] = [
  'plain',
  'stripes',
  'dots',
  'back-stripes',
  'lines',
  'cross',
];

const known: Readonly<Record<string, Look>> = {
  down: { color: '#777777', pattern: 'cross' },
  paused: { color: '#aaaaaa', pattern: 'lines' },
  up: { color: '#b9c9d8', pattern: 'plain' },
  follower: { color: '#56b4e9', pattern: 'plain' },
  candidate: { color: '#e69f00', pattern: 'stripes' },
  leader: { color: '#009e73', pattern: 'dots' },
};

/** Each state's look: the best known ones always have the same. */
export function looksOf(states: readonly string[]): ReadonlyMap<string, Look> {
  const looks = new Map<string, Look>();
  let place = 0;
  for (const state of states) {
    const fixed = Object.hasOwn(known, state) ? known[state] : undefined;
    if (fixed === undefined) place += 1;
    looks.set(state, fixed ?? look(place));
  }
  return looks;
}

function look(place: number): Look {
  return {
    color: colors[place % colors.length] ?? '#56b4e9',
    pattern: patterns[place % patterns.length] ?? 'plain',
  };
}
