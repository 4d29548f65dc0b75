/** The messages between authors, the feed, gateways and devices. */

/** One event of the channel. */
export interface ChannelEvent {
  /** Its place in the channel, from 1. */
  readonly number: number;
  /** As its author named it. */
  readonly id: string;
}

export type StreamMessage =
  | { readonly type: 'Post'; readonly id: string }
  | { readonly type: 'Posted'; readonly id: string }
  /** A gateway follows the feed from now on. */
  | { readonly type: 'Follow' }
  | { readonly type: 'Following'; readonly upTo: number }
  /** On its way from the feed to a gateway. */
  | { readonly type: 'Event'; readonly event: ChannelEvent }
  /** A device opens a connection; `after` is the last number that it has shown, if it resumes. */
  | { readonly type: 'Subscribe'; readonly connection: number; readonly after: number | null }
  /** What follows on the connection; if that misses events after `after`, the device needs a snapshot. */
  | { readonly type: 'Subscribed'; readonly connection: number; readonly isComplete: boolean }
  | { readonly type: 'Push'; readonly connection: number; readonly event: ChannelEvent }
  | { readonly type: 'Load'; readonly connection: number }
  | {
      readonly type: 'Loaded';
      readonly connection: number;
      readonly events: readonly ChannelEvent[];
    };
