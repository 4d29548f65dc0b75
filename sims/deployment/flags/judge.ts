/** Sees when a flag is switched off, when the instances hear of it, and which requests fail. No instance asks it. */
import type { Study } from '../../../src/check/study.ts';
import type { DeploymentLaw } from '../laws.ts';

export class FlagJudge {
  /** Undefined while the flag is on; at first it is off. */
  #offMs: number | undefined = 0;
  /** When each instance first heard that it is off. */
  readonly #heardMs = new Map<string, number>();
  readonly #study: Study<DeploymentLaw>;
  /** After this an instance must have heard. */
  readonly #withinMs: number;
  /** Whether the laws are asked of it. */
  readonly #isHeld: boolean;
  failed = 0;

  constructor(study: Study<DeploymentLaw>, withinMs: number, isHeld: boolean) {
    this.#study = study;
    this.#withinMs = withinMs;
    this.#isHeld = isHeld;
  }

  switches(isOn: boolean, nowMs: number): void {
    this.#offMs = isOn ? undefined : nowMs;
    this.#heardMs.clear();
  }

  hears(instance: string, isOn: boolean, nowMs: number): void {
    if (!isOn && !this.#heardMs.has(instance)) this.#heardMs.set(instance, nowMs);
  }

  /** From the switch until so many instances have heard; undefined if fewer have. */
  lastHeardMs(instances: number): number | undefined {
    if (this.#offMs === undefined || this.#heardMs.size < instances) return undefined;
    return Math.max(...this.#heardMs.values()) - this.#offMs;
  }

  fails(
    instance: string,
    { isOn, hasCrashed }: { isOn: boolean | undefined; hasCrashed: boolean },
    nowMs: number,
  ): void {
    this.failed += 1;
    if (this.#offMs === undefined) return;
    if (!this.#isHeld) return;
    if (hasCrashed || isOn === undefined) {
      const why = hasCrashed ? 'has crashed on import' : 'does not know the flag';
      this.#study.holds('off-flag-is-harmless', false, `${instance} fails a request: it ${why}`);
      return;
    }
    const lateMs = nowMs - this.#offMs;
    const how = `${instance} still runs what is behind the flag ${Math.round(lateMs)} ms after it was switched off`;
    this.#study.holds('flag-off-within-interval', lateMs <= this.#withinMs, how);
  }
}
