import type { Act } from './act';
import { defineProcedure, faultsOf, type Procedure } from './procedure';
import { PROCEDURES } from './procedures';
import { WORKS_OPEN } from './sets/works-open';

const ACT: Act = { zh: '某事', en: 'something', in: ['bidding'], by: ['tenderer-officer'], article: 'TBL-24', stoppedBy: [] };
const value = WORKS_OPEN as Procedure;
const withAct = (code: string, act: Partial<Act>): Procedure => ({ ...value, acts: { ...value.acts, [code]: { ...ACT, ...act } } });

test('every procedure may run', () => {
  for (const one of PROCEDURES) expect([one.id, faultsOf(one as Procedure)]).toEqual([one.id, []]);
});

test('a stage means one thing in whichever procedure it stands', () => {
  const meanings = new Map<string, string>();
  for (const { stages } of PROCEDURES)
    for (const [code, { phase }] of Object.entries(stages)) {
      expect([code, meanings.get(code) ?? phase]).toEqual([code, phase]);
      meanings.set(code, phase);
    }
});

/** Every slip that a value can have, planted. */
const SLIPS: Record<string, [Procedure, string]> = {
  'an act in a stage that there is not': [withAct('x.y', { in: ['nowhere'] }), 'x.y: there is no stage nowhere'],
  'an act that leads nowhere': [withAct('x.y', { to: 'nowhere', event: 'tender.x' }), 'x.y: there is no stage nowhere'],
  'an act in no stage': [withAct('x.y', { in: [] }), 'x.y may be done in no stage'],
  'an act of which nobody hears': [withAct('x.y', { to: 'closed' }), 'x.y moves the lot and no event tells of it'],
  'an event without a move': [withAct('x.y', { event: 'tender.x' }), 'x.y tells of a move and makes none'],
  'a confirmation of what nobody asks for': [withAct('x.y', { by: [], confirm: ['hall-operator'] }), 'x.y is confirmed and asked for by nobody'],
  'an article that there is not': [withAct('x.y', { article: 'TBL-999' as never }), 'x.y: there is no article TBL-999'],
  'a stage without an exit': [
    { ...value, stages: { ...value.stages, stuck: value.stages['closed']! }, acts: { ...value.acts, 'x.y': { ...ACT, to: 'stuck', event: 'tender.x' } } },
    'stage stuck has no exit',
  ],
  'a stage that nothing reaches': [
    { ...value, stages: { ...value.stages, lost: value.stages['closed']! }, acts: { ...value.acts, 'x.y': { ...ACT, in: ['lost'], to: 'closed', event: 'tender.x' } } },
    'stage lost is reached by no act',
  ],
  'an end that goes on': [withAct('x.y', { in: ['failed'], to: 'draft', event: 'tender.x' }), 'stage failed is an end and has an exit'],
  'a gate that does not ask for the deadline': [{ ...value, gate: value.gate.filter((name) => name !== 'deadline') }, 'bids are taken, and the gate does not ask deadline'],
  'a first stage that there is not': [{ ...value, initial: 'nowhere' }, 'the first: there is no stage nowhere'],
};

test.each(Object.entries(SLIPS))('%s is found, and no such value is loaded', (_, [slipped, told]) => {
  expect(faultsOf(slipped)).toContain(told);
  expect(() => defineProcedure(slipped as never)).toThrow(told);
});
