import type { Refusal } from '@kernel';
import { type ActCode, actName } from '@procedure';
import { type EvaluationStatus, evaluationMachine } from './evaluation.machine';
import { R } from './evaluation.refusals';

export const wrongStep = (status: EvaluationStatus, act: ActCode): Refusal => R.wrongStep({ status: evaluationMachine.words[status], act: actName(act) });
export const already = (act: ActCode): Refusal => R.already({ act: actName(act) });
