import type { DrawRecord } from '@draw';
import { type Caller, type Db, notFound } from '@platform/db';
import { LOT_HEAD, type LotHead, readerOf } from '../tender';
import { SESSION_END } from './draw.entity';

interface Row {
  id: string;
  status: string;
  lot: LotHead;
  frozenAt: Date;
  drawnAt: Date | null;
  listHash: string;
  rulesHash: string;
  commitments: Record<string, string>;
  reveals: Record<string, string>;
  seed: string | null;
  lines: string;
  rules: string;
  steps: DrawRecord['steps'] | null;
  declined: string[];
  thin: Thin[];
  seats: Seats;
  missed: boolean;
}

/** How many are asked, have accepted, and accepted and then fell out: never who. */
export interface Seats {
  offered: number;
  accepted: number;
  left: number;
}

/** A need for which fewer people than the rule asks for were eligible. */
export interface Thin {
  specialty: string;
  eligible: number;
  need: number;
}

/** What is absent is not for the caller now. Nothing here changes for outsiders at the moment of drawing: whoever is called then would know for what. */
export interface DrawView {
  drawId: string;
  listHash: string;
  rulesHash: string;
  /** Party -> commitment. */
  commitments: Record<string, string>;
  status?: string;
  /** Parties that revealed their number. */
  revealed?: string[];
  thin?: Thin[];
  seats?: Seats;
  /** Its committee was confirmed, its session is over, and nobody opened the room: it can be given up. */
  missed?: boolean;
  frozenAt?: Date;
  drawnAt?: Date | null;
  record?: DrawRecord;
}

const DRAWS = `select d.id, d.status, ${LOT_HEAD},
  d.frozen_at as "frozenAt", d.drawn_at as "drawnAt", d.list_hash as "listHash", d.rules_hash as "rulesHash", d.commitments, d.reveals, d.seed, p.lines, p.rules, p.steps, d.declined, d.thin,
  (select jsonb_build_object('offered', count(*) filter (where c.status = 'offered'), 'accepted', count(*) filter (where c.status = 'accepted'), 'left', count(*) filter (where c.status = 'released')) from expert_call c where c.draw_id = d.id) as seats,
  d.status = 'confirmed' and t.status = 'opened' and ${SESSION_END} <= (select tianping_now()) as missed
from draw d join draw_pool p on p.draw_id = d.id join tender t on t.id = d.tender_id where d.tender_id = $1 order by d.frozen_at`;

/** All draws of a tender, abandoned ones too. Hashes are public at once; how far it is only for the sides; instants, order and seed when nobody can be lobbied by them any more. */
export async function readDraws(db: Db, { actor }: Caller, tenderId: string): Promise<DrawView[]> {
  const rows = await db.read<Row>(DRAWS, [tenderId]);
  if (rows.length === 0) notFound('draw');
  return rows.map((row) => {
    const { may } = readerOf(actor, row.lot, 'draw');
    if (!may('drawHashes')) return notFound('draw');
    const { id, status, frozenAt, drawnAt, listHash, rulesHash, commitments, reveals, thin, seats, missed } = row;
    const shape = may('committeeShape') ? { status, revealed: Object.keys(reveals ?? {}).sort(), thin, seats, missed } : {};
    const order = may('drawOrder') ? { frozenAt, drawnAt, ...(row.seed ? { record: recordOf(row) } : {}) } : {};
    return { drawId: id, listHash, rulesHash, commitments, ...shape, ...order };
  });
}

function recordOf({ id, commitments, reveals, listHash, rulesHash, seed, lines, rules, declined, steps }: Row): DrawRecord {
  const out = new Set(declined);
  const picked = (steps ?? []).filter(([person, outcome]) => outcome === 'drawn' && !out.has(person)).map(([person]) => person);
  return { format: 'draw/v1', drawId: id, commitments, reveals, beacon: '', listHash, rulesHash, seed: seed!, lines, rules, declined, steps: steps ?? [], picked };
}
