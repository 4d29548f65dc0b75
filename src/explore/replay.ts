/**
 * A story as a session of the timed world. Every link is held from the beginning, so that a message
 * arrives when the story says so; disks hang until it says that a record is durable; timers run out by
 * hand, and their own time is so long that it never comes.
 */

import type { ExploredMessage } from '../check/exploration.ts';
import { must } from '../kernel/must.ts';
import { propertyBroken } from '../lab/broken.ts';
import { InputError } from '../lab/input-error.ts';
import type { Intervention, TimedIntervention } from '../lab/intervention.ts';
import { type RunResult, run } from '../lab/run.ts';
import { Playback } from '../lab/session.ts';
import { crash, hangDisk, hold, mendDisk, restart, tearDisk } from '../world/fault.ts';
import type { Envelope } from '../world/link.ts';
import { exploredSeed, type ScenarioModel } from './of-scenario.ts';
import { keyOf } from './plain.ts';
import type { Breach, Step } from './search.ts';

/** Longer than any story. */
const foreverMs = 1e9;
/** Longer than a disk takes that the scenario has slowed down. */
const diskWaitMs = 5_000;

export type Replay =
  /** The run of these interventions comes to the same end. */
  | {
      readonly interventions: readonly TimedIntervention[];
      readonly message: string;
      readonly digest: string;
    }
  /** Why the order cannot be had in the timed world. */
  | { readonly untimed: string };

/** When a record becomes durable that the story says does: then, or as soon as it is written. */
type DiskTime = 'as-told' | 'early';

/** Plays the story of a breach in the timed world. */
export function replay(model: ScenarioModel, { property, story }: Breach): Replay {
  return played(model, story, (result) => {
    const message = propertyBroken(result, property);
    return message === undefined
      ? {
          untimed: `all ${story.length} steps can be played, and ${property} holds after them: the timed world does something between them that the story leaves out`,
        }
      : { message };
  });
}

/** Plays a story that breaks nothing, but leads somewhere: to be looked at there. */
export function replayToEnd(model: ScenarioModel, story: readonly Step[], message: string): Replay {
  return played(model, story, () => ({ message }));
}

/** What the run of the interventions showed. */
type Shown = (result: RunResult) => { readonly message: string } | { readonly untimed: string };

function played(model: ScenarioModel, story: readonly Step[], shown: Shown): Replay {
  const asTold = playedWith(model, story, shown, 'as-told');
  if (!('untimed' in asTold) || model.bounds.disks === 'at-once') return asTold;
  const early = playedWith(model, story, shown, 'early');
  return 'untimed' in early ? asTold : early;
}

function playedWith(
  model: ScenarioModel,
  story: readonly Step[],
  shown: Shown,
  diskTime: DiskTime,
): Replay {
  const { scenario, params, without } = model;
  const options = { seed: exploredSeed, params, without, plan: [] };
  const playback = new Playback(scenario, {
    scenario: scenario.id,
    ...options,
    interventions: [],
    at: 0,
  });
  const player = new Player(model, playback, diskTime === 'early' ? syncsIn(story) : undefined);
  for (const [place, step] of story.entries()) {
    try {
      player.play(step);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { untimed: `step ${place + 1}: ${error.message}` };
    }
  }
  const { interventions } = playback.session;
  // To its end, as a replay of its token carries it out.
  const result = run(scenario, { ...options, interventions });
  const end = shown(result);
  return 'untimed' in end ? end : { interventions, ...end, digest: result.digest };
}

/** How many records become durable in each life of each node. */
function syncsIn(story: readonly Step[]): Map<string, number[]> {
  const syncs = new Map<string, number[]>();
  for (const { happening } of story) {
    if (happening.kind !== 'node') continue;
    const lives = syncs.get(happening.node) ?? [0];
    syncs.set(happening.node, lives);
    const last = lives.length - 1;
    if (happening.event.kind === 'sync') lives[last] = must(lives[last], 'last life') + 1;
    if (happening.event.kind === 'restart') lives.push(0);
  }
  return syncs;
}

class Player {
  readonly #model: ScenarioModel;
  readonly #playback: Playback;
  readonly #hangs: boolean;
  /** What is left of these, where records become durable early. */
  readonly #early: Map<string, number[]> | undefined;

  constructor(model: ScenarioModel, playback: Playback, early: Map<string, number[]> | undefined) {
    this.#model = model;
    this.#early = early;
    this.#playback = playback;
    this.#hangs = model.bounds.disks === 'any-time';
    for (const { id } of this.#hangs ? model.nodes : []) {
      if (!model.steady?.has(id)) this.#act({ kind: 'fault', fault: hangDisk(id, foreverMs) });
    }
    this.#act({ kind: 'fault', fault: hold('all', 'all') });
    for (const { id } of [...this.#network.inFlight]) this.#act({ kind: 'hold', message: id });
    this.#settle();
  }

  get #network() {
    return this.#playback.run.world.network;
  }

  #act(intervention: Intervention): void {
    this.#playback.intervene(intervention);
  }

  play({ happening }: Step): void {
    switch (happening.kind) {
      case 'deliver': {
        const isOwn = happening.from === happening.to;
        const envelope = isOwn ? this.#find(happening) : this.#inFlight(happening);
        // What a node sends to itself may have arrived while a disk was waited for.
        if (envelope !== undefined) this.#act({ kind: 'deliver', message: envelope.id });
        break;
      }
      case 'copy': {
        const { id } = this.#inFlight(happening);
        this.#act({ kind: 'duplicate', message: id });
        this.#act({ kind: 'deliver', message: id });
        break;
      }
      case 'drop':
        this.#act({ kind: 'drop', message: this.#inFlight(happening).id });
        break;
      case 'operation':
        this.#act({
          kind: 'operation',
          operation: happening.operation.operation as Record<string, unknown>,
        });
        break;
      case 'node':
        this.#onNode(happening.node, happening.event);
    }
    this.#settle();
  }

  #onNode(node: string, event: Extract<Step['happening'], { kind: 'node' }>['event']): void {
    switch (event.kind) {
      case 'fire':
        return this.#act({ kind: 'fire', node, timer: event.timer });
      case 'sync':
        return this.#early === undefined ? this.#sync(node) : undefined;
      case 'crash':
        if (event.torn) this.#act({ kind: 'fault', fault: tearDisk(node) });
        return this.#act({ kind: 'fault', fault: crash(node) });
      case 'restart':
        this.#early?.get(node)?.shift();
        return this.#act({ kind: 'fault', fault: restart(node) });
      case 'start':
      case 'deliver':
        return undefined;
    }
  }

  /** The next record becomes durable, and with it all that is overdue. */
  #sync(node: string): void {
    const { disk } = this.#playback.run.world.node(node);
    const { durable } = disk;
    if (durable === disk.journal.length) return;
    this.#act({ kind: 'fault', fault: mendDisk(node) });
    this.#wait(() => disk.durable > durable);
    this.#act({ kind: 'fault', fault: hangDisk(node, foreverMs) });
  }

  /** Every record that will be durable in its life becomes so now. */
  #syncEarly(): void {
    for (const [node, lives] of this.#early ?? []) {
      const { disk } = this.#playback.run.world.node(node);
      while ((lives[0] ?? 0) > 0 && disk.durable < disk.journal.length) {
        const { durable } = disk;
        this.#sync(node);
        if (disk.durable === durable) return;
        lives[0] = must(lives[0], 'first life') - (disk.durable - durable);
      }
    }
  }

  /** Disks that write at once in the story may take their time here. */
  #settle(): void {
    if (this.#hangs) {
      this.#syncEarly();
      return;
    }
    const { nodes } = this.#playback.run.world;
    this.#wait(() => nodes.every(({ disk }) => disk.durable === disk.journal.length));
  }

  #wait(isOver: () => boolean): void {
    const { kernel } = this.#playback.run.world;
    const untilMs = kernel.nowMs + diskWaitMs;
    while (!isOver() && kernel.nowMs < untilMs && this.#playback.step());
  }

  #inFlight(wanted: ExploredMessage): Envelope {
    const found = this.#find(wanted);
    if (found !== undefined) return found;
    const { type = 'message' } = wanted.message as { type?: string };
    throw new InputError(
      `this ${type} of ${wanted.from} is not on its way to ${wanted.to} in the timed world`,
    );
  }

  /** The oldest such message on its way. */
  #find(wanted: ExploredMessage): Envelope | undefined {
    const { canonical, recognize = (message: unknown) => message } = this.#model;
    const inModel = canonical?.message ?? ((message: unknown) => message);
    const key = keyOf(recognize(wanted.message));
    return this.#network.inFlight
      .filter(
        ({ link, message }) =>
          link.source.self === wanted.from &&
          link.target.self === wanted.to &&
          keyOf(recognize(inModel(message))) === key,
      )
      .sort((a, b) => a.id - b.id)[0];
  }
}
