/** The results of tasks, put together as they come, in any order, each once. */
import { must } from '../../kernel/must.ts';
import { FirstFound } from './first-found.ts';
import { nameOf, type Part, type QueuedWork, readPart, type Task } from './queued.ts';
import { emptyTally, mergeTally, type Tally } from './tally.ts';

export class Assembly {
  /** Names of the tasks whose results are in. */
  readonly seen = new Set<string>();
  /** One for each job, of all results that are in. */
  readonly tallies: readonly Tally[];
  readonly #first = new FirstFound();
  readonly #isHunt: boolean;
  readonly #byName: ReadonlyMap<string, Task>;

  constructor({ jobs }: Pick<QueuedWork, 'jobs'>, tasks: readonly Task[]) {
    this.tallies = jobs.map(() => emptyTally());
    this.#isHunt = jobs.length === 1 && jobs[0]?.hunt !== undefined;
    this.#byName = new Map(tasks.map((task) => [nameOf(task), task]));
  }

  /** Takes the text of a result; one that is not of a task, or was taken before, changes nothing. */
  add(name: string, text: string): void {
    const task = this.#byName.get(name);
    if (task === undefined || this.seen.has(name)) return;
    this.seen.add(name);
    // A check is compared where it is stored.
    if (!task.isCheck) this.#take(task, readPart(text));
  }

  #take({ from, to }: Task, { tallies, foundAt }: Part): void {
    for (const [place, tally] of this.tallies.entries()) {
      mergeTally(tally, must(tallies[place], 'tally of the job'));
    }
    const [tally] = tallies;
    if (this.#isHunt && tally !== undefined) this.#first.add({ from, to, tally, foundAt });
  }

  /** The first place at which something was found, so far. */
  get foundAt(): number | undefined {
    return this.#first.foundAt;
  }

  /** One for each job, without what lies behind the first that was found. */
  counted(): readonly Tally[] {
    return this.foundAt === undefined ? this.tallies : [this.#first.total()];
  }

  /** Tasks that are still wanted: those behind what was found are not. */
  missing(): Task[] {
    const end = this.foundAt ?? Infinity;
    return [...this.#byName.values()].filter(
      (task) => task.from < end && !this.seen.has(nameOf(task)),
    );
  }

  get runs(): number {
    return this.tallies.reduce((sum, { runs }) => sum + runs, 0);
  }
}
