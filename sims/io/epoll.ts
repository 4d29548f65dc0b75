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
interface Registration extends Watcher {
  readonly descriptor: number;
  readonly file: OpenFile;
  interest: Interest;
  isArmed: boolean;
}

export class Epoll {
  readonly #rules: IoRules;
  readonly #becameReady: () => void;
  readonly #byFile = new Map<OpenFile, Map<number, Registration>>();
  /** In the order in which they became ready. */
  readonly #ready = new Set<Registration>();
  /** Registrations that waits have looked at. */
  inspected = 0;

  /** Calls when something becomes ready, for those who wait. */
  constructor(rules: IoRules, becameReady: () => void) {
    this.#rules = rules;
    this.#becameReady = becameReady;
  }

  get size(): number {
    let size = 0;
    for (const registrations of this.#byFile.values()) size += registrations.size;
    return size;
  }

  /** Whether something may be ready: what a thread that waits next would look at. */
  get isPending(): boolean {
    return this.#ready.size > 0;
  }

  /** Whether a registration gives that back. */
  watches(data: number): boolean {
    for (const ofFile of this.#byFile.values())
      for (const { interest } of ofFile.values()) if (interest.data === data) return true;
    return false;
  }

  add(descriptor: number, file: OpenFile, interest: Interest): 'EEXIST' | undefined {
    const ofFile = this.#byFile.get(file) ?? new Map<number, Registration>();
    if (ofFile.has(descriptor)) return 'EEXIST';
    const registration: Registration = {
      descriptor,
      file,
      interest,
      isArmed: true,
      woken: (mask) => {
        if (mask === 0 || mask & wanted(registration)) this.#mayBeReady(registration);
      },
    };
    this.#byFile.set(file, ofFile.set(descriptor, registration));
    file.watch(registration);
    this.#lookAt(registration);
    return undefined;
  }

  /** Also arms again what was reported once. */
  modify(descriptor: number, file: OpenFile, interest: Interest): 'ENOENT' | undefined {
    const registration = this.#byFile.get(file)?.get(descriptor);
    if (registration === undefined) return 'ENOENT';
    registration.interest = interest;
    registration.isArmed = true;
    this.#lookAt(registration);
    return undefined;
  }

  remove(descriptor: number, file: OpenFile): 'ENOENT' | undefined {
    const registration = this.#byFile.get(file)?.get(descriptor);
    if (registration === undefined) return 'ENOENT';
    this.#forget(registration);
    return undefined;
  }

  /** Nothing refers to that file any more: only then do its registrations go. */
  release(file: OpenFile): void {
    for (const registration of this.#byFile.get(file)?.values() ?? []) this.#forget(registration);
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
      const mask = file.readiness() & wanted(registration);
      if (mask === 0) continue;
      events.push({ events: mask, data: interest.data });
      if (interest.isOneShot) registration.isArmed = false;
      else if (interest.trigger === 'level' && this.#rules['level-trigger-rearms'])
        this.#ready.add(registration);
    }
    return events;
  }

  #candidates(): readonly Registration[] | Iterable<Registration> {
    if (this.#rules['ready-only-scan']) return upTo(this.#ready, this.#ready.size);
    return [...this.#byFile.values()].flatMap((ofFile) => [...ofFile.values()]);
  }

  #lookAt(registration: Registration): void {
    if (registration.file.readiness() & wanted(registration)) this.#mayBeReady(registration);
  }

  #mayBeReady(registration: Registration): void {
    if (!registration.isArmed || this.#ready.has(registration)) return;
    this.#ready.add(registration);
    this.#becameReady();
  }

  #forget(registration: Registration): void {
    const { file, descriptor } = registration;
    file.unwatch(registration);
    this.#ready.delete(registration);
    const ofFile = this.#byFile.get(file);
    ofFile?.delete(descriptor);
    if (ofFile?.size === 0) this.#byFile.delete(file);
  }
}

const wanted = ({ isArmed, interest }: Registration): number =>
  isArmed ? interest.events | alwaysReported : 0;

/** The first so many, while the set grows at its end. */
function* upTo<Element>(set: ReadonlySet<Element>, most: number): Iterable<Element> {
  let left = most;
  for (const element of set) {
    if (left === 0) return;
    left -= 1;
    yield element;
  }
}
