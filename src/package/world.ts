/**
 * `seedlab/world`: nodes, links, disks, clocks, stations, and the faults that can happen to them; and the trace of what happened.
 *
 * @module world
 */
export * from '../trace/digest.ts';
export * from '../trace/event.ts';
export * from '../trace/note-book.ts';
export * from '../trace/trace.ts';
export * from '../world/actor.ts';
export * from '../world/call.ts';
export * from '../world/disk.ts';
export * from '../world/fault.ts';
export * from '../world/link.ts';
export * from '../world/network.ts';
export * from '../world/node.ts';
export * from '../world/node-clock.ts';
export * from '../world/plan.ts';
export * from '../world/random-plan.ts';
export * from '../world/server.ts';
export * from '../world/station.ts';
export * from '../world/world.ts';
