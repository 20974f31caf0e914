import type { DoneAct } from '@law';
import type { Act } from './act';
import { ENTRY } from './parts/entry';
import { PROCEDURES } from './procedures';

/** Every act of every procedure, as the law map shows it: one line for what several procedures do alike. */
export function actMap(): DoneAct[] {
  const lines = new Map<string, DoneAct & { procedures: string[] }>();
  for (const { id, acts } of [{ id: '–', acts: ENTRY }, ...PROCEDURES]) {
    for (const [code, act] of Object.entries(acts) as [string, Act][]) {
      const same = JSON.stringify([code, act]);
      const line = lines.get(same) ?? { ...act, code, procedures: [] };
      line.procedures.push(id);
      lines.set(same, line);
    }
  }
  return [...lines.values()];
}
