import type { Content } from '@envelope';
import type { Draw } from './draw.entity';
import type { RequestDraw } from './experts.dto';
import { specialtyName } from './specialties';

/** What is drawn, and for when. The pool is no part of it: it is secret, and frozen with its digest in the moment of the confirmation. */
export const requestContent = ({ needs, awayMin, homeLibrary, representatives, sessionStartsAt, sessionHours }: RequestDraw): Content => ({
  needs: needs.map(({ specialty, count }) => ({ specialty: `${specialty} ${specialtyName(specialty)}`, count })),
  ...{ awayMin, homeLibrary, representatives, sessionStartsAt: new Date(sessionStartsAt).toISOString(), sessionHours },
});

const byParty = <T>(of: Record<string, T>) => Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));

/** A draw as everybody may know it: its published digests, and who has given his number. */
export const drawContent = ({ status, frozenAt, sessionStartsAt, sessionHours, homeLibrary, listHash, rulesHash, commitments, reveals }: Draw): Content => ({
  ...{ status, frozenAt: frozenAt.toISOString(), sessionStartsAt: sessionStartsAt.toISOString(), sessionHours, homeLibrary, listHash, rulesHash },
  commitments: byParty(commitments).map(([party, commitment]) => ({ party, commitment })),
  revealed: byParty(reveals).map(([party]) => party),
});
