/** How many events a run may take, unless another limit is asked for. */
export const eventsMaxDefault = 10_000_000;
