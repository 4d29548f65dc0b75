/** Trace notes of the nodes of sagas. */
import type { SagaEnd } from './laws.ts';

export interface SagaNotes {
  does: { saga: number };
  undoes: { saga: number };
  /** A step or its compensation arrives again, or too late. */
  'knows-step': {
    saga: number;
    rule: 'step-key' | 'compensation-is-idempotent' | 'undo-blocks-late-step';
  };
  refuses: { saga: number };
  'undo-fails': { saga: number };
  pending: { saga: number; rule: 'semantic-lock' };
  ends: { saga: number; end: SagaEnd };
  sweeps: { saga: number; done: number };
}

const knows = {
  'step-key': 'has already done its part',
  'compensation-is-idempotent': 'has already undone its part',
  'undo-blocks-late-step': 'was told to undo its part before it was asked to do it',
} as const;

export const sagaWords = {
  does: ({ saga }: SagaNotes['does']) => `does its part of saga ${saga}`,
  undoes: ({ saga }: SagaNotes['undoes']) => `undoes its part of saga ${saga}`,
  'knows-step': ({ saga, rule }: SagaNotes['knows-step']) => `saga ${saga}: ${knows[rule]}`,
  refuses: ({ saga }: SagaNotes['refuses']) => `refuses its part of saga ${saga}`,
  'undo-fails': ({ saga }: SagaNotes['undo-fails']) => `fails to undo its part of saga ${saga}`,
  pending: ({ saga }: SagaNotes['pending']) =>
    `makes saga ${saga} wait for a reservation that may still be released`,
  ends: ({ saga, end }: SagaNotes['ends']) => `saga ${saga} is ${end}`,
  sweeps: ({ saga, done }: SagaNotes['sweeps']) =>
    `checks saga ${saga}: ${done} of its parts are done`,
};
