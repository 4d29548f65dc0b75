/**
 * What the page is about at the moment: an address, the run that it names, and where the cursor stands.
 * Regions of the page read from it and call its methods; nothing else changes it.
 */
import { type Branch, keepFuture } from '../debugger/branch.ts';
import type { Breakpoint } from '../debugger/breakpoint.ts';
import { parseRules } from '../lab/catalogue.ts';
import { parseAssignments } from '../lab/params.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import type { Session } from '../lab/session.ts';
import { encodeToken, identityOf } from '../lab/token.ts';
import {
  type Address,
  addressOf,
  formatAddress,
  isSameRun,
  parseAddress,
  sessionOf,
  type View,
} from './address/address.ts';
import { Recording } from './recording/recording.ts';
import { messageOf } from './trouble.ts';
import { scenarioNamed } from './wings.ts';

/** How long the page may be busy before it looks at what the user does. */
const sliceMs = 12;
/** How often what is known of a run that goes on is shown. */
const shownEveryMs = 200;
const showShare = 10;

const home = addressOf('raft/leader-crash', { seed: '7' });

export class Laboratory {
  address = $state.raw<Address>(home);
  scenario = $state.raw<AnyScenario>();
  recording = $state.raw<Recording>();
  /** The same run with every rule on, while two are compared. */
  other = $state.raw<Recording>();
  /** Grows with the recording, so that what is read from it is read again. */
  grown = $state(0);
  isOver = $state(false);
  at = $state(0);
  /** The event whose past is lit. */
  chosen = $state<number>();
  trouble = $state('');
  said = $state('');
  /** What the last command told, line by line. */
  told = $state.raw<readonly string[]>([]);
  /** Other futures: what was left behind when something was done by hand. */
  branches = $state.raw<readonly Branch[]>([]);
  breakpoints = $state.raw<readonly Breakpoint[]>([]);
  /** Counts what was asked for, so that an older run does not overtake a newer one. */
  #asked = 0;

  /** Shows what an address or a token names; says so if it names nothing. */
  async openText(text: string): Promise<void> {
    try {
      await this.open(parseAddress(text));
    } catch (error) {
      this.trouble = messageOf(error);
    }
  }

  async open(address: Address, keepAt = false): Promise<void> {
    const asked = ++this.#asked;
    this.trouble = '';
    const timeMs = this.timeMs;
    const { recording } = this;
    if (recording !== undefined && isSameRun(address, this.address)) {
      this.address = address;
      this.at = Math.min(address.at ?? this.at, recording.events.length);
      await this.#compare(asked);
      return;
    }
    try {
      const scenario = await scenarioNamed(address.scenario);
      const next = recordingOf(scenario, address);
      if (asked !== this.#asked) return;
      if (!isSameBeginning(address, this.address)) {
        this.branches = [];
        this.breakpoints = [];
      }
      Object.assign(this, { scenario, address, recording: next, chosen: undefined, isOver: false });
      this.other = undefined;
      const show = () => {
        this.grown += 1;
        if (!keepAt && address.at === undefined) this.at = next.events.length;
      };
      if (!(await this.#carryOut(next, asked, show))) return;
      this.isOver = true;
      const end = next.events.length;
      this.at = keepAt ? next.momentAt(next.eventsBy(timeMs)) : Math.min(address.at ?? end, end);
      await this.#compare(asked);
    } catch (error) {
      if (asked === this.#asked) this.trouble = messageOf(error);
    }
  }

  /** False if something else was asked for meanwhile. `show` is called now and then, and at the end. */
  async #carryOut(recording: Recording, asked: number, show: () => void): Promise<boolean> {
    let showAtMs = performance.now() + shownEveryMs;
    for (;;) {
      const startMs = performance.now();
      const goesOn = recording.advance(() => performance.now() - startMs >= sliceMs);
      const isShown = !goesOn || startMs >= showAtMs;
      if (isShown) show();
      if (!goesOn) return true;
      const shownMs = performance.now();
      await new Promise((resolve) => setTimeout(resolve));
      if (asked !== this.#asked) return false;
      // What takes long to show is shown seldom: the run goes before its picture.
      const tookMs = performance.now() - shownMs;
      if (isShown) showAtMs = performance.now() + Math.max(shownEveryMs, showShare * tookMs);
    }
  }

  async #compare(asked: number): Promise<void> {
    const { scenario, address } = this;
    if (address.view !== 'compare' || scenario === undefined || address.without.length === 0)
      return;
    if (this.other !== undefined) return;
    const other = recordingOf(scenario, { ...address, without: [], interventions: [] });
    if (await this.#carryOut(other, asked, () => {})) this.other = other;
  }

  get timeMs(): number {
    return this.recording?.timeAt(this.at) ?? 0;
  }

  get events(): number {
    return this.grown >= 0 ? (this.recording?.events.length ?? 0) : 0;
  }

  /** Moves the cursor to after so many events. */
  go(at: number): void {
    this.at = Math.max(0, Math.min(this.events, at));
    this.address = { ...this.address, at: this.at };
  }

  goToTime(timeMs: number): void {
    this.go(this.recording?.eventsBy(timeMs) ?? 0);
  }

  step(moments: number): void {
    this.go(this.recording?.momentFrom(this.at, moments) ?? 0);
  }

  /** On or back to the next event for which it holds. */
  seek(isIt: (id: number) => boolean, direction: 1 | -1 = 1): boolean {
    for (
      let id = direction === 1 ? this.at : this.at - 2;
      id >= 0 && id < this.events;
      id += direction
    ) {
      if (!isIt(id)) continue;
      this.go(id + 1);
      return true;
    }
    return false;
  }

  async change(change: Partial<Address>): Promise<void> {
    await this.open({ ...this.address, at: undefined, ...change }, true);
  }

  async see(view: View): Promise<void> {
    await this.open({ ...this.address, at: this.at, view });
  }

  toggle(rule: string): Promise<void> {
    const { without } = this.address;
    const off = without.includes(rule) ? without.filter((one) => one !== rule) : [...without, rule];
    return this.change({ without: off });
  }

  /**
   * Does at the cursor what a line says: any command of the debugger in the terminal. Says so if it cannot be done.
   */
  async obey(line: string): Promise<void> {
    const { address, at, scenario, recording } = this;
    if (scenario === undefined || recording === undefined) return;
    this.told = [];
    try {
      const { obeyAt } = await import('./by-hand/obey.ts');
      const { branches, breakpoints } = this;
      const reply = obeyAt(scenario, { ...recording.session, at }, line, { branches, breakpoints });
      this.told = reply.lines;
      this.said = reply.said;
      this.branches = reply.branches;
      this.breakpoints = reply.breakpoints;
      const isSame = encodedSession(reply.session) === encodedSession(recording.session);
      if (isSame) return this.go(reply.session.at);
      await this.open({
        ...address,
        interventions: reply.session.interventions ?? [],
        at: reply.session.at,
      });
    } catch (error) {
      this.said = messageOf(error);
    }
  }

  async undo(): Promise<void> {
    const { address } = this;
    const last = address.interventions.at(-1);
    if (last === undefined) return;
    if (this.recording !== undefined) {
      const branches = [...this.branches];
      keepFuture(branches, { ...this.recording.session, at: this.at }, this.timeMs);
      this.branches = branches;
    }
    await this.open({
      ...address,
      interventions: address.interventions.slice(0, -1),
      at: last.event,
    });
  }

  /** The token of the run; undefined until it is over. */
  get token(): string | undefined {
    const { recording, scenario } = this;
    if (recording?.result === undefined || scenario === undefined) return undefined;
    return encodeToken(identityOf({ scenario, options: recording.session }, recording.result));
  }

  get link(): string {
    return `#${formatAddress(this.address)}`;
  }
}

/** Throws InputError if the address names no run of the scenario. */
function recordingOf(scenario: AnyScenario, address: Address): Recording {
  const params = parseAssignments(scenario.params, address.assignments);
  const rules = parseRules(scenario.sim.rules, address.without);
  return new Recording(scenario, sessionOf(address, params, rules));
}

/** Whether two runs are the same but for what is done by hand: then each is a future of the other. */
function isSameBeginning(one: Address, other: Address): boolean {
  return isSameRun({ ...one, interventions: [] }, { ...other, interventions: [] });
}

function encodedSession({ interventions = [] }: Session): string {
  return JSON.stringify(interventions);
}

export const laboratory = new Laboratory();
