/**
 * Faults that hit a choice at its weakest moments, which random faults seldom do. Messages take up
 * to 40 ms and disks up to 5 ms, so a Prepare has arrived after 46 ms, and a Promise after 92 ms.
 */
import {
  crash,
  cut,
  type FaultPlan,
  hangDisk,
  mend,
  restart,
  troubleLink,
} from '../../src/world/fault.ts';
import type { Plan } from '../../src/world/plan.ts';
import { propose } from './synod-common.ts';

/** Given the names of the servers, and when the first proposer begins. */
interface Place {
  readonly n1: string;
  readonly n2: string;
  readonly n3: string;
  readonly beginsMs: number;
}

type Trouble = (place: Place) => Plan;

const at = (atMs: number, ...faults: FaultPlan[number]['fault'][]): FaultPlan =>
  faults.map((fault) => ({ atMs, fault }));

/** The proposer gets promises, reaches no acceptor with its proposal, crashes, and is asked for another value. */
const beginsTwice: Trouble = ({ n1, n2, n3, beginsMs }) => [
  propose(beginsMs, n1, 'early'),
  ...at(beginsMs + 12, hangDisk(n1, 100)),
  ...at(beginsMs + 46, cut(n1, n2), cut(n1, n3)),
  ...at(beginsMs + 110, crash(n1)),
  ...at(beginsMs + 115, restart(n1), mend(n1, n2), mend(n1, n3)),
  propose(beginsMs + 120, n1, 'late'),
];

/**
 * The promise of its first ballot arrives when it has begun its second, and another value has been
 * chosen in the meantime.
 */
const promisesLate: Trouble = ({ n1, n2, n3, beginsMs }) => [
  propose(beginsMs, n1, 'early'),
  ...at(beginsMs, troubleLink(n2, n1, { delayMs: 400 }), cut(n3, n1)),
  ...at(beginsMs + 46, cut(n1, n2), cut(n1, n3)),
  propose(beginsMs + 60, n2, 'late'),
  ...at(beginsMs + 350, mend(n1, n2), mend(n1, n3), mend(n3, n1)),
  ...at(beginsMs + 600, troubleLink(n2, n1, {})),
];

/** One acceptor has an old proposal, a majority has a newer one, and the old proposer comes back. */
const oldProposal: Trouble = ({ n1, n2, n3, beginsMs }) => [
  propose(beginsMs, n1, 'early'),
  ...at(beginsMs + 46, cut(n1, n2), cut(n1, n3)),
  ...at(beginsMs + 93, cut(n2, n1), cut(n3, n1)),
  propose(beginsMs + 150, n2, 'late'),
  ...at(beginsMs + 450, mend(n1, n2), mend(n1, n3), mend(n2, n1), mend(n3, n1)),
];

const troubles: readonly Trouble[] = [() => [], beginsTwice, promisesLate, oldProposal];

/** The first choice has no fault, and the others get the faults in rotation. */
export const troubleOf = (choice: number, place: Place): Plan =>
  troubles[choice % troubles.length]?.(place) ?? [];

/** How long a choice is exposed to its fault. */
export const troubleMs = (choice: number): number => (choice % troubles.length === 0 ? 0 : 650);
