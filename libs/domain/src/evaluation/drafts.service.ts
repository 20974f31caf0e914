import { Injectable } from '@nestjs/common';
import { type DraftChange, type DraftFields, mergeDraft, versionBefore, refuse, uuidv7 } from '@kernel';
import { type Caller, Db, type Tx } from '@platform/db';
import { type DraftSaved, type DraftView, draftView, inDraftTurn, LARGEST_DRAFT } from '@platform/http';
import { Realtime } from '@platform/realtime';
import { EvaluationDraft } from './draft.entity';
import { type DraftStep, dropDrafts, HANDED_IN } from './drafts';
import type { Evaluation, Member } from './evaluation.entity';
import type { EvaluationStatus } from './evaluation.machine';
import { R } from './evaluation.refusals';
import { SeatsService } from './seats.service';
import { already, wrongStep } from './told';

export interface StepDraft extends DraftView {
  step: EvaluationStatus;
}

type Wanted = DraftChange & { evaluationId: string; step: DraftStep };

/** The trail tells that somebody works at his sheet, once in so long, not each word. */
const NOTED_EVERY_MS = 60_000;
const ACT = 'score.save';

/** Scores, marks, reasons and orders while they are typed: kept for their author at his seat, until he hands in. */
@Injectable()
export class DraftsService {
  constructor(
    private readonly db: Db,
    private readonly seats: SeatsService,
    private readonly realtime: Realtime,
  ) {}

  /** Nothing of it is kept for an idempotency key: to save again what was saved changes nothing. */
  save({ idempotency: _, ...caller }: Caller, wanted: Wanted): Promise<DraftSaved> {
    return inDraftTurn(caller.actor.accountId!, (takes) => this.db.run(caller, (tx) => this.#save(tx, wanted, takes)));
  }

  async #save(tx: Tx, { evaluationId, step, ...change }: Wanted, takes: (fields: DraftFields) => void): Promise<DraftSaved> {
    const { evaluation, member } = await this.#at(tx, evaluationId, step);
    const draft = await tx.findOne(EvaluationDraft, { memberId: member.id, step });
    const { fields, version, newer } = mergeDraft(draft?.fields ?? {}, draft?.version ?? versionBefore(tx.now), change);
    takes(fields);
    if (JSON.stringify(fields).length > LARGEST_DRAFT) refuse(R.draftFull());
    const isDue = !draft || tx.now.getTime() - draft.notedAt.getTime() >= NOTED_EVERY_MS;
    const kept = { fields, savedAt: tx.now, notedAt: isDue ? tx.now : draft.notedAt };
    if (draft) await tx.save(Object.assign(draft, kept));
    else await tx.insert(EvaluationDraft, { id: uuidv7<'evaluation-draft'>(), version, memberId: member.id, step, ...kept });
    if (isDue) await this.seats.trace(tx, evaluation, member, 'score.saved');
    tx.afterCommit(() => this.realtime.push(`account:${member.accountId}`, 'draft.saved', { evaluationId, step, version })); // to other tabs and devices of the author
    return { version, savedAt: tx.now, newer };
  }

  /** The author's own, of the present step; in a new room or at a new step an empty one. */
  read({ actor }: Caller, evaluationId: string): Promise<StepDraft> {
    return inDraftTurn(actor.accountId!, async (takes) => {
      const [own] = await this.db.read<{ step: EvaluationStatus; version: number | null; savedAt: Date; fields: DraftFields | null }>(
        `select e.status as step, d.version, d.saved_at as "savedAt", d.fields from evaluation e join evaluation_member m on m.evaluation_id = e.id
       left join evaluation_draft d on d.member_id = m.id and d.step = e.status where e.id = $1 and m.account_id = $2 and m.replaced_at is null`,
        [evaluationId, actor.accountId],
      );
      takes(own?.fields ?? undefined);
      return own ? { step: own.step, ...draftView(own.version === null ? null : { ...own, version: own.version, fields: own.fields! }) } : refuse(R.noSeat());
    });
  }

  /** Handed in: the draft is gone. `seen`: its version as the page knew it; what is handed in past a newer one would be lost. */
  async close(tx: Tx, { id: memberId }: Member, step: DraftStep, seen: number | undefined): Promise<void> {
    const draft = await tx.findOne(EvaluationDraft, { memberId, step });
    if (draft && seen !== undefined && draft.version > seen) refuse(R.draftNewer());
    await dropDrafts(tx, { memberId }, [step]);
  }

  async #at(tx: Tx, evaluationId: string, step: DraftStep): Promise<{ evaluation: Evaluation; member: Member }> {
    const { evaluation, member } = await this.seats.seated(tx, evaluationId);
    if (!member.checkedInAt) refuse(R.notCheckedIn());
    if (!member.pledgedAt) refuse(R.notPledged());
    if (evaluation.status !== step) refuse(wrongStep(evaluation.status, ACT));
    if (member[HANDED_IN[step]]) refuse(already(ACT));
    return { evaluation, member };
  }
}
