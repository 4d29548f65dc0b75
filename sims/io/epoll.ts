/**
 * An instance of epoll: what is watched, and the list of what may be ready. Waiting looks at that list only, which is
 * the whole point (epoll(7); Linux, fs/eventpoll.c).
 */
import type { OpenFile, Watcher } from './descriptors.ts';
import { alwaysReported } from './masks.ts';
import type { IoRules } from './rules.ts';

export interface Interest {
  /** Bits of `eventBits`. */
  readonly events: number;
  /** Level: reported as long as it holds. Edge: reported when something new happens. */
  readonly trigger: 'level' | 'edge';
  /** Reported once; then silent until it is armed again. */
  readonly isOneShot: boolean;
  /** What the application gets back with each event. */
  readonly data: number;
}

export interface ReadyEvent {
  readonly events: number;
  readonly data: number;
}

/** A registration belongs to a descriptor and to what that referred to when it was made. */
class Registration implements Watcher {
  readonly epoll: Epoll;
  readonly descriptor: number;
  readonly file: OpenFile;
  interest: Interest;
  isArmed = true;

  constructor(epoll: Epoll, descriptor: number, file: OpenFile, interest: Interest) {
    this.epoll = epoll;
    this.descriptor = descriptor;
    this.file = file;
    this.interest = interest;
  }

  /** What would be reported. */
  get wanted(): number {
    return this.isArmed ? this.interest.events | alwaysReported : 0;
  }

  woken(mask: number): void {
    if (mask === 0 || mask & this.wanted) this.epoll.mayBeReady(this);
  }
}

export class Epoll {
  readonly #rules: IoRules;
  readonly #becameReady: () => void;
  /** A descriptor that was closed and opened again can have several, of different files. */
  readonly #byDescriptor = new Map<number, Registration | Registration[]>();
  #size = 0;
  /** In the order in which they became ready. */
  readonly #ready = new Set<Registration>();
  /** Registrations that waits have looked at. */
  inspected = 0;

  /** Calls when something becomes ready, for those who wait. */
  constructor(rules: IoRules, becameReady: () => void) {
    this.#rules = rules;
    this.#becameReady = becameReady;
  }

  /** Registrations. */
  get size(): number {
    return this.#size;
  }

  /** Whether something may be ready: what a thread that waits next would look at. */
  get isPending(): boolean {
    return this.#ready.size > 0;
  }

  /** Whether a registration gives that back. */
  watches(data: number): boolean {
    return this.#all.some(({ interest }) => interest.data === data);
  }

  add(descriptor: number, file: OpenFile, interest: Interest): 'EEXIST' | undefined {
    if (this.#find(descriptor, file) !== undefined) return 'EEXIST';
    const registration = new Registration(this, descriptor, file, interest);
    const others = this.#byDescriptor.get(descriptor);
    this.#byDescriptor.set(
      descriptor,
      others === undefined ? registration : [others, registration].flat(),
    );
    this.#size += 1;
    file.watch(registration);
    this.#lookAt(registration);
    return undefined;
  }

  /** Also arms again what was reported once. */
  modify(descriptor: number, file: OpenFile, interest: Interest): 'ENOENT' | undefined {
    const registration = this.#find(descriptor, file);
    if (registration === undefined) return 'ENOENT';
    registration.interest = interest;
    registration.isArmed = true;
    this.#lookAt(registration);
    return undefined;
  }

  remove(descriptor: number, file: OpenFile): 'ENOENT' | undefined {
    const registration = this.#find(descriptor, file);
    if (registration === undefined) return 'ENOENT';
    this.#forget(registration);
    return undefined;
  }

  /** Nothing refers to that file any more: only then do its registrations go. */
  release(file: OpenFile): void {
    for (const watcher of file.watchers)
      if (watcher instanceof Registration && watcher.epoll === this) this.#forget(watcher);
  }

  /** For registrations: what they watch has changed. */
  mayBeReady(registration: Registration): void {
    if (!registration.isArmed || this.#ready.has(registration)) return;
    this.#ready.add(registration);
    this.#becameReady();
  }

  /**
   * Up to so many events. What is watched by level goes to the end of the list again, so that what did not fit this
   * time comes first the next.
   */
  collect(most: number): ReadyEvent[] {
    const events: ReadyEvent[] = [];
    for (const registration of this.#candidates()) {
      if (events.length === most) break;
      this.inspected += 1;
      this.#ready.delete(registration);
      const { interest, file } = registration;
      const mask = file.readiness() & registration.wanted;
      if (mask === 0) continue;
      events.push({ events: mask, data: interest.data });
      if (interest.isOneShot) registration.isArmed = false;
      else if (interest.trigger === 'level' && this.#rules['level-trigger-rearms'])
        this.#ready.add(registration);
    }
    return events;
  }

  #candidates(): Iterable<Registration> {
    return this.#rules['ready-only-scan'] ? upTo(this.#ready, this.#ready.size) : this.#all;
  }

  #lookAt(registration: Registration): void {
    if (registration.file.readiness() & registration.wanted) this.mayBeReady(registration);
  }

  #forget(registration: Registration): void {
    const { file, descriptor } = registration;
    file.unwatch(registration);
    this.#ready.delete(registration);
    this.#size -= 1;
    const others = [this.#byDescriptor.get(descriptor) ?? []].flat();
    const left = others.filter((other) => other !== registration);
    if (left.length === 0) this.#byDescriptor.delete(descriptor);
    else this.#byDescriptor.set(descriptor, left);
  }

  get #all(): readonly Registration[] {
    return [...this.#byDescriptor.values()].flat();
  }

  #find(descriptor: number, file: OpenFile): Registration | undefined {
    const found = this.#byDescriptor.get(descriptor);
    if (Array.isArray(found)) return found.find((other) => other.file === file);
    return found?.file === file ? found : undefined;
  }
}

/** The first so many, while the set grows at its end. */
function* upTo<Element>(set: ReadonlySet<Element>, most: number): Iterable<Element> {
  let left = most;
  for (const element of set) {
    if (left === 0) return;
    left -= 1;
    yield element;
  }
}
