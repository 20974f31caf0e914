import { HOLD_KINDS, type HoldKind } from '@law';
import { type ActCode, ACTS, stoppedBy } from './engine';

/** What members do in their room, and what is done to their seats. */
const ROOM = ACTS.filter((act) => /^(expert|leader|review|evaluation|score|tie|member|report)\./.test(act) && act !== 'report.complete');

/**
 * roles.md part 3.1, column "Hold", transcribed by hand: its cell, and the rows that it was read from. HG and HJ are kinds that this installation does not have yet.
 * HT refuses nobody here: while it lasts nobody can act, and what is over meanwhile waits for `OutagesService` (its own tests).
 */
const ROLES_MD: Partial<Record<ActCode, [cell: string, rows: string]>> = {
  'project.register': ['HS', 'project.register'],
  'project.submit': ['HS', 'project.submit'],
  'tender.publish': ['any', 'tender.publish'],
  'tender.invite': ['any', 'tender.invite'],
  'tender.amend': ['HS HJ', 'tender.amend'],
  'tender.terminate': ['-', 'tender.terminate'],
  'tender.download': ['HS', 'tender.download'],
  'tender.ask': ['HS', 'tender.ask'],
  'tender.answer': ['HS HJ', 'tender.clarify'],
  'bid.upload': ['HS HJ', 'bid.upload'],
  'bid.submit': ['HS HJ', 'bid.submit, bid.replace'],
  'bidding.close': ['HD HS HJ HT', 'bidding.close'],
  'opening.start': ['HD HS HJ HT', 'opening.start'],
  'opening.decrypt': ['HS HJ', 'opening.decrypt, opening.release-share'],
  'opening.release-share': ['HS HJ', 'opening.decrypt, opening.release-share'],
  'opening.draw-coefficient': ['HS HJ', 'opening.draw-coefficient'],
  'opening.conclude': ['HO HS HJ', 'opening.close, with opening.announce (HS HJ) in the same act'],
  'draw.request': ['HS HJ', 'draw.request, draw.approve'],
  'draw.contribute': ['HS HJ', 'draw.freeze, .commit, .reveal, .run'],
  'committee.name-representative': ['any', 'committee.name-representative'],
  ...Object.fromEntries(ROOM.map((act) => [act, ['HS HJ HT', 'expert.check-in to report.sign']])),
  'bid.withdraw': ['-', 'bid.withdraw'],
  'objection.raise': ['-', 'objection.raise'],
  'candidates.publish': ['HS HJ', 'candidates.publish'],
  'award.fix-winner': ['HR HS HJ', 'award.fix-winner'],
  'award.issue-notice': ['HR HS HJ', 'award.issue-notice'],
  'candidate.give-up': ['-', 'candidate.give-up'],
  'award.retender': ['HS HJ', 'tender.retender'],
  'contract.sign': ['HS HJ', 'contract.sign'],
  'objection.answer': ['-', 'objection.answer'],
};

/** Acts that its part 3.1 has no row for, with what they have and why (docs/decisions/0027). */
const OUR_OWN: Partial<Record<ActCode, [kinds: readonly HoldKind[], why: string]>> = {
  'tender.draft': [['HS'], 'under an order only reading, leaving and disputing go on'],
  'tender.fail': [[], 'the rule itself ends the lot'],
  'report.complete': [[], 'the last signature, which asks itself'],
  'hold.place': [[], 'several may lie on one project'],
  'draw.abandon': [[], 'part 2 has it without a hold: what is given up is not stopped from ending'],
  'candidate.exclude': [['HR', 'HS'], 'fixes who wins as award.fix-winner does (TBR 55)'],
};

const kindsOf = (cell: string): HoldKind[] => HOLD_KINDS.filter((kind) => kind !== 'HT' && (cell === 'any' || cell.split(' ').includes(kind)));

/** Where a table and the transcription differ, act by kind. */
function differences(table: Record<string, readonly HoldKind[]>): string[] {
  const wanted = (act: ActCode) => (ROLES_MD[act] ? kindsOf(ROLES_MD[act][0]) : OUR_OWN[act]?.[0]);
  return Object.keys(table).flatMap((act) =>
    HOLD_KINDS.flatMap((kind) => {
      const kinds = wanted(act as ActCode);
      if (!kinds) return [`${act}: in no row`];
      return table[act]!.includes(kind) === kinds.includes(kind) ? [] : [`${act} under ${kind}: ${kinds.includes(kind) ? 'refused by its row' : 'let through by its row'}`];
    }),
  );
}

const STOPPED = Object.fromEntries(ACTS.map((act) => [act, stoppedBy(act)])) as Record<ActCode, readonly HoldKind[]>;

test('each act is refused under the holds of its row in roles.md 3.1, and under no other', () => {
  expect(differences(STOPPED)).toEqual([]);
  const rows = [...Object.keys(ROLES_MD), ...Object.keys(OUR_OWN)];
  expect(rows.toSorted()).toEqual(Object.keys(STOPPED).toSorted());
});

// negative control, executed for every cell
test('of the table with any one cell turned over, that cell is found', () => {
  const acts = Object.entries(STOPPED as Record<string, readonly HoldKind[]>);
  for (const [act, kinds] of acts)
    for (const kind of HOLD_KINDS) {
      const turned = kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind];
      expect(differences({ ...STOPPED, [act]: turned })).toEqual([expect.stringContaining(`${act} under ${kind}`)]);
    }
  expect(differences({ ...STOPPED, 'planted.act': [] }).length).toBeGreaterThan(0);
});
