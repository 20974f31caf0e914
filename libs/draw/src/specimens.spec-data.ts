import { type Candidate, commitment, type DrawRules, type Held } from '.';

/** A pool like that of the demonstration world, invented: the specs share it. */

export const hex = (n: number): string => n.toString(16).padStart(64, '0');

export const poolOf = (rows: readonly (readonly [id: string, specialty: string, employer: string, library: string])[]): Candidate[] =>
  rows.map(([id, specialty, employer, library]) => ({ id, specialties: [specialty], employer, library }));

const specialtyOf = (i: number): string => (i <= 18 ? 'A080201' : i <= 28 ? 'A040202' : 'A060102');

export const POOL: Candidate[] = Array.from({ length: 45 }, (_, k) => {
  const i = k + 1;
  const specialties = i > 40 ? ['C0604'] : i % 9 === 0 ? [specialtyOf(i), 'A060102'] : [specialtyOf(i)];
  return {
    id: `E${String(i).padStart(2, '0')}`,
    specialties,
    employer: `W${((i - 1) % 10) + 1}`,
    library: i % 5 === 0 || i % 5 === 3 ? '临衡' : '衡州',
  };
});

export const RULES: DrawRules = {
  needs: [
    { specialty: 'A0802', count: 2 },
    { specialty: 'A0402', count: 1 },
    { specialty: 'A0601', count: 1 },
  ],
  awayMin: 2,
  homeLibrary: '衡州',
  maxPerEmployer: 1,
  avoidEmployers: ['W9'],
  avoid: { E16: 'O12-12' },
};

const reveals = { tenderer: hex(11), centre: hex(12), bureau: hex(13) };

export const HELD: Held = {
  drawId: 'D-1',
  reveals,
  commitments: Object.fromEntries(Object.entries(reveals).map(([party, r]) => [party, commitment('D-1', party, r)])),
  beacon: '',
};
