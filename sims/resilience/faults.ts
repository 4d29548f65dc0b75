/** What can befall a service, as the operations of a plan. */
import { z } from 'zod';

const service = z.string().min(1);
const forMs = z.number().min(0);

export const serviceFaultSchema = z.discriminatedUnion('kind', [
  /** Nobody answers: connections are refused at once, or calls hang without an answer. */
  z.strictObject({
    kind: z.literal('outage'),
    service,
    forMs,
    mode: z.enum(['refuses', 'hangs']),
  }),
  /** It works, but so many times slower, and fails with this probability. */
  z.strictObject({
    kind: z.literal('brownout'),
    service,
    forMs,
    slowdown: z.number().min(1),
    failureRate: z.number().min(0).max(1),
  }),
  /** It takes requests in and finishes none. */
  z.strictObject({ kind: z.literal('stall'), service, forMs }),
]);

export type ServiceFault = z.infer<typeof serviceFaultSchema>;

export const outage = (
  service: string,
  forMs: number,
  mode: 'refuses' | 'hangs' = 'hangs',
): ServiceFault => ({ kind: 'outage', service, forMs, mode });

export const brownout = (
  service: string,
  forMs: number,
  { slowdown = 1, failureRate = 0 },
): ServiceFault => ({ kind: 'brownout', service, forMs, slowdown, failureRate });

export const stall = (service: string, forMs: number): ServiceFault => ({
  kind: 'stall',
  service,
  forMs,
});

/** A fault in plain words. */
export function serviceFaultInWords(fault: ServiceFault): string {
  const { service, forMs } = fault;
  const time = forMs < 1_000 ? `${forMs} ms` : `${forMs / 1_000} s`;
  switch (fault.kind) {
    case 'outage': {
      const how = fault.mode === 'refuses' ? 'refuses connections' : 'does not answer';
      return `${service} ${how} for ${time}`;
    }
    case 'brownout': {
      const slower = fault.slowdown === 1 ? [] : [`is ${fault.slowdown} times slower`];
      const percent = Math.round(fault.failureRate * 1_000) / 10;
      const fails = fault.failureRate === 0 ? [] : [`fails ${percent}% of its calls`];
      return `${service} ${[...slower, ...fails].join(' and ')} for ${time}`;
    }
    case 'stall':
      return `${service} takes requests in and finishes none for ${time}`;
  }
}
