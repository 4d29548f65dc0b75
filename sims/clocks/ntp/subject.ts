/** What the scenarios of NTP share. */
import { Breaches, watched } from '../../../src/check/breaches.ts';
import { type Goal, sometimes } from '../../../src/check/goal.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import type { World } from '../../../src/world/world.ts';
import { type ClocksSubject, stateRow } from '../subject.ts';
import { NtpJudge, type NtpLaw, ntpLaws } from './laws.ts';

export interface NtpSubject extends ClocksSubject {
  readonly breaches: Breaches<NtpLaw>;
  readonly judge: NtpJudge;
  /** How often the quantity in question was sampled. */
  looks: number;
}

export function ntpSubject(world: World): NtpSubject {
  const breaches = new Breaches<NtpLaw>();
  const rows = () => world.nodes.map(stateRow);
  return { breaches, judge: new NtpJudge(breaches), looks: 0, rows };
}

export const ntpInvariants: readonly Invariant<NtpSubject>[] = Object.values(
  watched(ntpLaws, ({ breaches }: NtpSubject) => breaches),
);

export const looksOften = (atLeast: number): Goal<NtpSubject> =>
  sometimes('looks', `the clock is sampled ${atLeast} times`, ({ looks }) => looks >= atLeast);
