import { type Info, INFOS, type Letter, PHASES, seesIn, SIGHT } from '@procedure';

/**
 * roles.md part 4, transcribed by hand: cells 0 to 7. C, D, V, W, J and two-person cells (2:S) have no role yet and stand for nobody. Its cell 3 is two phases here:
 * before and after the committee's check-in ("3o|3"), where "S from check-in" and the names of members make the difference.
 */
const ROLES_MD: Record<Info, string> = {
  lotItself: 'TA|*|*|*|*|*|*|*|*', // the lot itself; roles.md has no line for it
  invitees: 'TA|TAS|TAS|TAS|TAS|TAS|TAS|TAS|-', // as V1, but for those who chose them
  downloaders: '-|-|-|TAS|TAS|TAS|TAS|TAS|-', // V1
  questionAuthor: '-|-|-|TAS|TAS|TAS|TAS|TAS|-', // V2
  questionText: '-|*|*|*|*|*|*|*|*', // V3, once answered
  openQuestion: '-|TAS|TAS|TAS|TAS|TAS|TAS|TAS|-', // V3, before
  bidderNames: '-|-|TAHS|*|*|*|*|*|*', // V6
  bidCount: '-|-|*|*|*|*|*|*|*', // V7
  bidTotals: '-|-|-|*|*|*|*|*|*', // V8; "as announced" is the end of the opening, with which cell 3 begins here
  bidLines: '-|-|-|MS|MS|TAS|TAS|TAS|-', // V8
  bidBody: '-|-|-|MS|MS|TAS|TAS|TAS|-', // V9
  ceilingPrice: 'TA|*|*|*|*|*|*|*|*', // V10
  method: 'TA|*|*|*|*|*|*|*|*', // V12, the list of values
  basePrice: '-|-|-|-|MS|TAS|*|*|*', // V12
  memberNames: '-|-|-|-|MHS|TAS|TAS|TAS|-', // V13
  committeeShape: 'TAS|TAS|TAS|TASMH|TASMH|TAS|TAS|*|*', // V15
  drawHashes: '-|*|*|*|*|*|*|*|*', // V16
  drawOrder: '-|-|-|-|S|S|S|*|*', // V16
  memberScores: '-|-|-|-|MS|TAS|TAS|TAS|-', // V18
  handInState: '-|-|-|-|MHS|-|-|-|-', // V19
  ranking: '-|-|-|-|MS|TAS|*|*|*', // V20
  rejections: '-|-|-|-|MS|TAS|TASB|TASB|TASB', // V21: the bidder's own from publicity on
  dissent: '-|-|-|-|MS|TAS|TAS|TAS|-', // V22
  openingHall: '-|-|TABKHS|TABKHS|TABKHS|TABKHS|TABKHS|TABKHS|-', // V23: narrower than its "hall stream for everyone" until the stream leaves out who stands behind a number
  evaluationRoom: '-|-|-|-|MHS|MS|MS|MS|-', // V23: numbered events by seat, no picture and no voice, which members keep; the recording's 2:S has no recording yet
  objector: '-|TAS|TAS|TAS|TAS|TAS|TAS|TAS|S', // V5, V25
  auditEntry: 'SX|SX|SX|SX|SX|SX|SX|SX|SX', // V31, metadata
  auditDetail: 'S|S|S|S|S|S|S|S|S', // V31, content; what a row of another line hides stays hidden
  sealedSetRoot: '-|-|*|*|*|*|*|*|*', // V36
  seatPlan: '-|-|-|-|MHS|S|S|S|-', // V37
  report: '-|-|-|-|-|TAS|TAS|TAS|-', // V38
};

const LETTERS: Letter[] = ['T', 'A', 'B', 'K', 'M', 'H', 'S', 'X'];

describe.each(INFOS)('%s', (info) => {
  const cells = ROLES_MD[info].split('|');
  test.each(PHASES.map((phase, i) => [phase, cells[i]!] as const))('at %s: %s', (phase, cell) => {
    const may = LETTERS.filter((letter) => seesIn(SIGHT, info, phase, new Set<Letter>(['*', letter])));
    expect(may.join('')).toBe(LETTERS.filter((letter) => cell === '*' || cell.includes(letter)).join(''));
    expect(seesIn(SIGHT, info, phase, new Set<Letter>(['*']))).toBe(cell === '*');
  });
});

test('the table has nine cells a row and no letter that the code does not know', () => {
  for (const info of INFOS) {
    expect(ROLES_MD[info].split('|')).toHaveLength(9);
    expect(Object.values(SIGHT[info].cells).join('')).toMatch(/^[TABKMHSX*]*$/);
  }
});
