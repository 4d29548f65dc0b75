/** Faults that hit a transaction at its weakest moments, which random faults seldom do. */
import type { Protocol } from '../../sims/transactions/commit/options.ts';
import {
  crash,
  cut,
  type FaultPlan,
  hangDisk,
  mend,
  restart,
  troubleLink,
} from '../../src/world/fault.ts';

/** Given how nodes are named, and when the transaction begins. */
type Trouble = (idOf: (node: string) => string, beginsMs: number) => FaultPlan;

/** A crash with a write that is not on the disk yet. */
const losesRecord =
  (node: string, hangsMs: number, downMs: number): Trouble =>
  (idOf, beginsMs) => [
    { atMs: beginsMs + 1, fault: hangDisk(idOf(node), hangsMs + downMs) },
    { atMs: beginsMs + hangsMs, fault: crash(idOf(node)) },
    { atMs: beginsMs + hangsMs + downMs, fault: restart(idOf(node)) },
  ];

/** One participant does not hear the decision, and the node that could tell it crashes. */
const tellsAllButOne =
  (node: string, crashAfterMs: number, downMs: number): Trouble =>
  (idOf, beginsMs) => [
    { atMs: beginsMs + 65, fault: cut(idOf(node), idOf('rm3')) },
    { atMs: beginsMs + crashAfterMs, fault: crash(idOf(node)) },
    { atMs: beginsMs + crashAfterMs + downMs, fault: restart(idOf(node)) },
    { atMs: beginsMs + crashAfterMs + downMs, fault: mend(idOf(node), idOf('rm3')) },
  ];

const isDown =
  (node: string, untilMs: number): Trouble =>
  (idOf, beginsMs) => [
    { atMs: beginsMs, fault: crash(idOf(node)) },
    { atMs: beginsMs + untilMs, fault: restart(idOf(node)) },
  ];

/** A vote reaches the acceptors after another leader has taken over. */
const votesLate =
  (delayMs: number): Trouble =>
  (idOf, beginsMs) =>
    ['acceptor1', 'acceptor2'].map((acceptor) => ({
      atMs: beginsMs,
      fault: troubleLink(idOf('rm2'), idOf(acceptor), { delayMs }),
    }));

const none: readonly Trouble[] = [];

/** In rotation, one for each transaction. */
const troublesOf: Readonly<Record<'two-phase' | 'paxos', readonly (readonly Trouble[])[]>> = {
  'two-phase': [
    none,
    [losesRecord('rm1', 100, 30)],
    [losesRecord('tm', 150, 30), tellsAllButOne('tm', 150, 30)],
    [tellsAllButOne('tm', 150, 400)],
  ],
  paxos: [
    none,
    [losesRecord('acceptor2', 230, 20), tellsAllButOne('acceptor1', 230, 1_000)],
    [isDown('acceptor2', 300), tellsAllButOne('acceptor1', 230, 1_000)],
    [tellsAllButOne('acceptor1', 230, 1_000)],
    [votesLate(160)],
    [votesLate(180)],
  ],
};

export function troubles(
  protocol: Protocol,
  place: number,
  idOf: (node: string) => string,
  beginsMs: number,
): FaultPlan {
  const all = troublesOf[protocol === 'two-phase' ? protocol : 'paxos'];
  return (all[place % all.length] ?? none).flatMap((trouble) => trouble(idOf, beginsMs));
}
