/** What the scenarios of NTP have in common. */
import { Breaches, watched } from '../../../src/check/breaches.ts';
import { type Goal, sometimes } from '../../../src/check/goal.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import type { World } from '../../../src/world/world.ts';
import { type ClocksSubject, stateRow } from '../subject.ts';
import { NtpJudge, type NtpLaw, ntpLaws } from './laws.ts';

export interface NtpSubject extends ClocksSubject {
  readonly breaches: Breaches<NtpLaw>;
  readonly judge: NtpJudge;
  /** How often what the scenario is about was looked at. */
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
  sometimes('looks', `the clock is looked at ${atLeast} times`, ({ looks }) => looks >= atLeast);
