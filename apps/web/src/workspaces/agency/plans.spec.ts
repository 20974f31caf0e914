import { evaluationMethod } from '@scoring';
import { planOf, PLANS, type PlanName, tiesOf, type Ties } from './plans';

const NAMES = Object.keys(PLANS) as PlanName[];
const TIES: Ties[] = ['earlier-receipt', 'higher-technical-score', 'undecided'];

test('every tie rule that a plan offers is one that its method knows, and the chosen one stands in it', () => {
  for (const name of NAMES)
    for (const ties of TIES) {
      const { method } = planOf(name, ties) as { method: { tieRule?: Ties } };
      expect(evaluationMethod.safeParse(method).success).toBe(true);
      if (tiesOf(name).includes(ties)) expect(method.tieRule).toBe(ties);
    }
});

test('negative control: a rule that a method does not know is refused by it', () => {
  expect(evaluationMethod.safeParse({ ...PLANS['lowest-price'].method, tieRule: 'higher-technical-score' }).success).toBe(false);
});
