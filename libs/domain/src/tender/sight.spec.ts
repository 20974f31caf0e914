import { INFOS, type Info, type Letter, SIGHT, sees } from './sight';
import { PHASES } from './tender.machine';

/** roles.md part 4, transcribed by hand: cells 0 to 7. C, D, V, W, J and two-person cells (2:S) have no role yet and stand for nobody. */
const ROLES_MD: Record<Info, string> = {
  downloaders: '-|-|-|TAS|TAS|TAS|TAS|-', // V1
  questionText: '-|*|*|*|*|*|*|*', // V3, once answered
  openQuestion: '-|TAS|TAS|TAS|TAS|TAS|TAS|-', // V3, before
  bidderNames: '-|-|TAHS|*|*|*|*|*', // V6
  bidCount: '-|-|*|*|*|*|*|*', // V7
  bidTotals: '-|-|-|*|*|*|*|*', // V8; "as announced" is the end of the opening, with which cell 3 begins here
  bidLines: '-|-|-|MS|TAS|TAS|TAS|-', // V8
  bidBody: '-|-|-|MS|TAS|TAS|TAS|-', // V9
  ceilingPrice: 'TA|*|*|*|*|*|*|*', // V10
  method: 'TA|*|*|*|*|*|*|*', // V12, the list of values
  basePrice: '-|-|-|MS|TAS|*|*|*', // V12
  memberNames: '-|-|-|MHS|TAS|TAS|TAS|-', // V13
  committeeShape: 'TAS|TAS|TAS|TASMH|TAS|TAS|*|*', // V15
  drawHashes: '-|*|*|*|*|*|*|*', // V16
  drawOrder: '-|-|-|S|S|S|*|*', // V16
  memberScores: '-|-|-|MS|TAS|TAS|TAS|-', // V18
  handInState: '-|-|-|MHS|-|-|-|-', // V19
  ranking: '-|-|-|MS|TAS|*|*|*', // V20
  rejections: '-|-|-|MS|TAS|TASB|TASB|TASB', // V21: the bidder's own from publicity on
  dissent: '-|-|-|MS|TAS|TAS|TAS|-', // V22
  report: '-|-|-|-|TAS|TAS|TAS|-', // V38
  sealedSetRoot: '-|-|*|*|*|*|*|*', // V36
};

const LETTERS: Letter[] = ['T', 'A', 'B', 'M', 'H', 'S'];

describe.each(INFOS)('%s', (info) => {
  const cells = ROLES_MD[info].split('|');
  test.each(PHASES.map((phase, i) => [phase, cells[i]!] as const))('at %s: %s', (phase, cell) => {
    const may = LETTERS.filter((letter) => sees(info, phase, new Set<Letter>(['*', letter])));
    expect(may.join('')).toBe(LETTERS.filter((letter) => cell === '*' || cell.includes(letter)).join(''));
    expect(sees(info, phase, new Set<Letter>(['*']))).toBe(cell === '*');
  });
});

test('the table has eight cells a row and no letter that the code does not know', () => {
  for (const info of INFOS) {
    expect(ROLES_MD[info].split('|')).toHaveLength(8);
    expect(SIGHT[info].cells.join('')).toMatch(/^[TABMHS*]*$/);
  }
});
