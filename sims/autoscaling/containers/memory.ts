/** Memory of containers, as the kernel counts it: what is used, and pages of files that can be dropped. */
import type { AutoscalingRules } from '../rules.ts';

/** A process that a signal ended leaves 128 and the number of the signal. */
export const exitCode = (signal: 'SIGKILL' | 'SIGSEGV' | 'SIGTERM'): number =>
  128 + { SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 }[signal];

/** A group of processes with a limit, in MB. */
export class MemoryGroup {
  readonly limitMb: number;
  readonly #rules: AutoscalingRules;
  usedMb = 0;
  cleanMb = 0;
  /** Pages that were dropped to stay within the limit. */
  droppedMb = 0;

  constructor(limitMb: number, rules: AutoscalingRules) {
    this.limitMb = limitMb;
    this.#rules = rules;
  }

  /** Memory that is written: it cannot be dropped. False if the group is killed. */
  uses(mb: number): boolean {
    this.usedMb += mb;
    return this.#fits();
  }

  /** A file that is read: its pages are kept, and can be dropped. False if the group is killed. */
  reads(mb: number): boolean {
    this.cleanMb += mb;
    return this.#fits();
  }

  #fits(): boolean {
    const over = this.usedMb + this.cleanMb - this.limitMb;
    if (over <= 0) return true;
    // Control Group v2, memory.max: the kernel reclaims first, and kills if that is not enough.
    if (!this.#rules['reclaim-clean-pages']) return false;
    const dropped = Math.min(over, this.cleanMb);
    this.cleanMb -= dropped;
    this.droppedMb += dropped;
    return over - dropped <= 0;
  }
}

export interface Container {
  readonly name: string;
  readonly limitMb: number;
  readonly usesMb: number;
}

/** Which containers of a pod are killed: each by its own limit, or the first if all together count against its limit. */
export function killedOf(
  containers: readonly Container[],
  rules: AutoscalingRules,
): readonly Container[] {
  // Resource Management for Pods: the limit of a container is that of its own group.
  if (rules['limit-for-each-container'])
    return containers.filter(({ usesMb, limitMb }) => usesMb > limitMb);
  const all = containers.reduce((sum, { usesMb }) => sum + usesMb, 0);
  return containers.slice(0, 1).filter(({ limitMb }) => all > limitMb);
}
