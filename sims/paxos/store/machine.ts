/** The state machine of each server: registers, and the last request of each client. */
import type { NodeId } from '../../../src/world/actor.ts';
import type { Command } from './command.ts';

export interface Machine {
  readonly values: Record<string, string>;
  readonly lastOf: Record<NodeId, number>;
}

export const emptyMachine = (): Machine => ({ values: {}, lastOf: {} });

export const read = ({ values }: Machine, key: string): string | null => values[key] ?? null;

/** @returns the answer for the client; undefined if it has sent another request since */
export function apply(
  machine: Machine,
  { client, serial, f, key, value }: Command,
  appliesOnce: boolean,
): string | null | undefined {
  const last = machine.lastOf[client] ?? 0;
  if (f === 'put' && value !== null && (serial > last || !appliesOnce)) machine.values[key] = value;
  if (serial < last) return undefined;
  machine.lastOf[client] = serial;
  return f === 'get' ? read(machine, key) : value;
}
