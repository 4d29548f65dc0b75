/**
 * A world: nodes that run actors, the network between them, and the faults that strike them, in
 * virtual time.
 *
 *     const world = new World('seed 7', { latencyMs: uniform(1, 3) });
 *     const n1 = world.addNode('n1', raftNode(options));
 *     world.plan([{ atMs: 500, fault: crash('n1') }]);
 *     world.kernel.runUntil(1_000);
 */
import { Kernel, noCause } from '../kernel/kernel.ts';
import { type Process, startProcess, type Task } from '../kernel/process.ts';
import { kinds, type Note } from '../trace/event.ts';
import { Trace } from '../trace/trace.ts';
import type { Actor, NodeId } from './actor.ts';
import type { Condition } from './conditions.ts';
import { type Fault, isServiceFault } from './fault.ts';
import { programOf } from './life.ts';
import { defaultConditions, Network, type NetworkConditions } from './network.ts';
import { defaultNodeOptions, Node, type NodeOptions } from './node.ts';
import type { Plan } from './plan.ts';
import type { Server } from './server.ts';

/** A name that no node has. */
export class UnknownNodeError extends Error {
  override readonly name = 'UnknownNodeError';
}

export class World {
  readonly kernel: Kernel;
  readonly trace: Trace;
  readonly network: Network;
  /**
   * The only node to which anything has happened since this was last reset; undefined where it may
   * have been any.
   */
  active: Node | undefined = undefined;
  /** Does the operations of a plan. */
  perform: ((operation: object) => void) | undefined = undefined;
  readonly #nodes = new Map<NodeId, Node>();
  readonly #roles = new Map<string, () => readonly NodeId[]>();

  constructor(seed: string, conditions: Partial<NetworkConditions> = {}) {
    this.kernel = new Kernel(seed);
    this.trace = new Trace(this.kernel);
    this.network = new Network(this.kernel, this.trace, { ...defaultConditions, ...conditions });
    this.#roles.set('all', () => [...this.#nodes.keys()]);
    this.#roles.set('down', () => this.#idsWhere(({ life }) => life === 'down'));
  }

  /** Every node, in the order in which they were added. */
  get nodes(): readonly Node[] {
    return [...this.#nodes.values()];
  }

  /**
   * 16 hex digits over all that has happened and all that the nodes know now: equal digests, equal
   * runs.
   */
  get digest(): string {
    return this.trace.digest(...this.nodes.map(({ state }) => state));
  }

  /** The node of that name. Throws where there is none. */
  node(id: NodeId): Node {
    const node = this.#nodes.get(id);
    if (node === undefined) throw new UnknownNodeError(`there is no node "${id}"`);
    return node;
  }

  /** Adds a node and, unless the options say otherwise, starts it. */
  addNode<State, Message, Timer extends string, Record>(
    id: NodeId,
    actor: Actor<State, Message, Timer, Record>,
    options: Partial<NodeOptions> = {},
  ): Node<State> {
    if (this.#nodes.has(id)) throw new Error(`there is a node "${id}" already`);
    const allOptions = { ...defaultNodeOptions, ...options };
    const node = new Node(id, actor as Actor<State, unknown, string, unknown>, allOptions, this);
    this.#nodes.set(id, node as Node);
    if (allOptions.startsUp) {
      const { cause } = this.kernel;
      node.start();
      this.kernel.cause = cause;
    }
    return node;
  }

  /** Adds a node that runs a server and, unless the options say otherwise, starts it. */
  addServer<Memory, Request, Record>(
    id: NodeId,
    server: Server<Memory, Request, Record>,
    options: Partial<NodeOptions> = {},
  ): Node {
    const program = { ...programOf(server as Server<Memory, unknown, unknown>) };
    return this.addNode(id, program as Actor<unknown, unknown, string, unknown>, options);
  }

  /** Runs a process beside the nodes, starting now. */
  spawn<T>(process: Process<T>): Task<T> {
    return startProcess(this.kernel, process);
  }

  /** Calls at that time of the world, as an event of its own: to measure, or to begin something. */
  at(atMs: number, call: () => void): void {
    this.kernel.schedule(atMs - this.kernel.nowMs, call, undefined);
  }

  /** Lets faults name nodes by a role, looked up when the fault strikes. */
  nameRole(role: string, holders: () => readonly NodeId[]): void {
    this.#roles.set(role, holders);
  }

  /** Every word that names nodes: their ids, and the roles. */
  get selectors(): readonly string[] {
    return [...this.#nodes.keys(), ...this.#roles.keys()];
  }

  /**
   * The nodes that a fault's selector means now: none, one or several. Throws for a word that means
   * nothing.
   */
  select(selector: string): readonly NodeId[] {
    if (this.#nodes.has(selector)) return [selector];
    const [role = '', place] = selector.split('#');
    const holders = this.#roles.get(role);
    if (holders === undefined)
      throw new UnknownNodeError(`no node and no role is named "${selector}"`);
    return place === undefined ? holders() : holders().slice(Number(place) - 1, Number(place));
  }

  /** Lets every fault of a plan strike, and does every operation, at its time. */
  plan(plan: Plan): void {
    for (const step of plan) {
      const delayMs = step.atMs - this.kernel.nowMs;
      if ('fault' in step) this.kernel.schedule(delayMs, this.#strike, step.fault, noCause);
      else this.kernel.schedule(delayMs, this.#operate, step.operation, noCause);
    }
  }

  /**
   * Writes a line of interest into the trace, for logic that runs on no node; `who` is whom it is
   * about. It becomes the cause of what follows.
   */
  note(who: string | undefined, note: Note): void {
    const participant = who === undefined ? undefined : this.trace.participant(who);
    this.kernel.cause = this.trace.record(kinds.note, participant, undefined, note);
  }

  readonly #operate = (operation: object): void => {
    if (this.perform === undefined)
      throw new Error('the scenario does not perform the operations of the plan');
    this.kernel.cause = this.trace.record(kinds.operation, undefined, undefined, operation);
    this.perform(operation);
    this.active = undefined;
  };

  readonly #strike = (fault: Fault): void => {
    this.kernel.cause = this.trace.record(kinds.fault, undefined, undefined, fault);
    this.strike(fault);
    this.active = undefined;
  };

  /** Lets a fault strike now, caused by what is going on. */
  strike(fault: Fault): void {
    const { cause } = this.kernel;
    switch (fault.kind) {
      case 'crash':
        return this.#forEach(fault.node, cause, (node) => node.crash());
      case 'restart':
        return this.#forEach(fault.node, cause, (node) => node.start());
      case 'pause':
        return this.#forEach(fault.node, cause, (node) => this.#pause(node, fault.durationMs));
      case 'partition':
        return this.#partition(fault.groups);
      case 'cut':
        return this.#forEachLink(fault, (from, to) => this.network.cut(from, to));
      case 'mend':
        return this.#forEachLink(fault, (from, to) => this.network.mend(from, to));
      case 'hold':
        return this.#forEachLink(fault, (from, to) => this.network.hold(from, to));
      case 'release':
        return this.#forEachLink(fault, (from, to) => this.network.release(from, to));
      case 'heal':
        return this.network.heal();
      case 'network': {
        const { loss, duplication } = fault;
        this.network.conditions = { ...this.network.conditions, loss, duplication };
        return;
      }
      case 'link':
        return this.#forEachLink(fault, (from, to) => this.network.troubleLink(from, to, fault));
      case 'slow':
      case 'outage':
      case 'brownout':
      case 'stall':
        return this.#forEach(fault.node, cause, (node) => this.#afflict(node, fault));
      case 'recover':
        return this.#forEach(fault.node, cause, ({ conditions }) => conditions.endAll());
      case 'slow-disk':
        return this.#forEach(fault.node, cause, ({ disk }) => {
          disk.slowDown(fault.byMs, fault.durationMs);
        });
      case 'hang-disk':
        return this.#forEach(fault.node, cause, ({ disk }) => disk.hang(fault.durationMs));
      case 'fill-disk':
        return this.#forEach(fault.node, cause, ({ disk }) => disk.fillUp(fault.durationMs));
      case 'tear-disk':
        return this.#forEach(fault.node, cause, ({ disk }) => disk.tear());
      case 'lose-disk':
        return this.#forEach(fault.node, cause, (node) => node.loseDisk());
      case 'mend-disk':
        return this.#forEach(fault.node, cause, ({ disk }) => disk.mend());
      case 'clock-jump':
        return this.#forEach(fault.node, cause, ({ clock }) => {
          clock.jump(this.kernel.nowMs, fault.byMs);
        });
      case 'clock-drift':
        return this.#forEach(fault.node, cause, ({ clock }) => {
          clock.drift(this.kernel.nowMs, fault.ppm);
        });
    }
  }

  #pause(node: Node, durationMs: number): void {
    node.pause();
    this.kernel.schedule(durationMs, (paused: Node) => paused.resume(), node);
  }

  #afflict(node: Node, fault: Condition & Fault & { readonly durationMs: number }): void {
    if (isServiceFault(fault) && !node.serves) return;
    const condition = { ...fault };
    node.conditions.begin(condition);
    this.kernel.schedule(fault.durationMs, (over) => node.conditions.end(over), condition);
  }

  /** Earlier cuts are forgotten: a partition says of every link whether it is whole. */
  #partition(groups: readonly (readonly string[])[]): void {
    const side = new Map<NodeId, number>();
    for (const [index, group] of groups.entries()) {
      for (const selector of group) for (const id of this.select(selector)) side.set(id, index);
    }
    this.#forEachLink({ from: 'all', to: 'all' }, (from, to) => {
      if (side.get(from) === side.get(to)) this.network.mend(from, to);
      else this.network.cut(from, to);
    });
  }

  #forEach(selector: string, cause: number, action: (node: Node) => void): void {
    for (const id of this.select(selector)) {
      this.kernel.cause = cause;
      action(this.node(id));
    }
  }

  #forEachLink(ends: { from: string; to: string }, action: (from: NodeId, to: NodeId) => void) {
    for (const from of this.select(ends.from)) {
      for (const to of this.select(ends.to)) if (from !== to) action(from, to);
    }
  }

  #idsWhere(condition: (node: Node) => boolean): NodeId[] {
    return [...this.#nodes].filter(([, node]) => condition(node)).map(([id]) => id);
  }
}
