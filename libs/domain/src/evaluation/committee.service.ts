import { Injectable } from '@nestjs/common';
import { refuse, uuidv7 } from '@kernel';
import { type Caller, Db, notFound, type Tx } from '@platform/db';
import { Realtime } from '@platform/realtime';
import { CallsService, confirmedDraw, type ConfirmedSeat } from '../experts';
import { IntakeService } from '../intake';
import { type RoomEventType, RoomsService } from '../rooms';
import { type Tender, TenderService } from '../tender';
import { Evaluation, Member } from './evaluation.entity';
import { R } from './evaluation.refusals';

/** Before the session: from then on members check in, and not before is anybody told who sits where, nor a member what he evaluates. */
const CHECK_IN_MINUTES = 60;
const opensAt = (startsAt: Date): Date => new Date(startsAt.getTime() - CHECK_IN_MINUTES * 60_000);

/** Everything a member's act needs, loaded and locked in one order: evaluation, then member. */
export interface Seated {
  evaluation: Evaluation;
  member: Member;
}

/** The committee: formed from a confirmed draw, checked in, pledged; members tied to a bidder are replaced. */
@Injectable()
export class CommitteeService {
  constructor(
    private readonly db: Db,
    private readonly tenders: TenderService,
    private readonly intake: IntakeService,
    private readonly rooms: RoomsService,
    private readonly calls: CallsService,
    private readonly realtime: Realtime,
  ) {}

  /** The tenderer's approver names its representatives and opens the room (TBL 37). */
  open(caller: Caller, tenderId: string, logins: readonly string[]): Promise<{ evaluationId: string; roomId: string; members: number }> {
    return this.db.run(caller, async (tx) => {
      const tender = await this.tenders.workable(tx, tenderId);
      if (tender.tendererId !== tx.actor.organisationId) notFound('tender');
      const draw = await confirmedDraw(tx, tenderId);
      if (!draw) return refuse(R.drawNotConfirmed());
      if (opensAt(draw.sessionStartsAt) > tx.now) refuse(R.roomNotYet({ at: opensAt(draw.sessionStartsAt).toISOString() }));
      const representatives = await this.#representatives(tx, tender, logins);
      await this.#checkShape(tx, tender, draw.seats.length, representatives.length);
      await this.tenders.advance(tx, tender, 'startEvaluation');
      const roomId = await this.rooms.open(tx, 'evaluation', tenderId, tender.projectId);
      const evaluation = await tx.insert(Evaluation, {
        ...{ id: uuidv7<'evaluation'>(), version: 1, tenderId, projectId: tender.projectId, roomId, drawId: draw.drawId },
        ...{ status: 'assembling' as const, startsAt: draw.sessionStartsAt, rejections: [] },
      });
      for (const [i, seat] of draw.seats.entries()) await this.#seat(tx, evaluation, `E${i + 1}`, 'expert', seat);
      for (const [i, accountId] of representatives.entries()) await this.#seat(tx, evaluation, `R${i + 1}`, 'representative', { accountId, away: false });
      const members = draw.seats.length + representatives.length;
      await tx.record({
        type: 'evaluation.opened',
        objectType: 'evaluation',
        objectId: evaluation.id,
        projectId: tender.projectId,
        payload: { tenderId, members, away: draw.seats.filter((seat) => seat.away).length },
      });
      this.rooms.say(tx, roomId, { type: 'evaluation.opened', payload: { members } });
      return { evaluationId: evaluation.id, roomId, members };
    });
  }

  checkIn(caller: Caller, evaluationId: string): Promise<{ seat: string; status: string }> {
    return this.db
      .run(caller, async (tx) => {
        const { evaluation, member } = await this.seated(tx, evaluationId);
        if (opensAt(evaluation.startsAt) > tx.now) refuse(R.notYet({ startsAt: evaluation.startsAt.toISOString() }));
        if (member.checkedInAt) refuse(R.already({ act: '签到 / check-in' }));
        if (await this.#tied(tx, evaluation, member)) {
          await this.#replace(tx, evaluation, member, '与投标人存在利害关系');
          return { replaced: true as const };
        }
        member.checkedInAt = tx.now;
        await tx.save(member);
        await this.note(tx, evaluation, member, 'expert.checked-in');
        return { seat: member.seat, status: evaluation.status };
      })
      .then((answer) => ('replaced' in answer ? refuse(R.interest()) : answer)); // the avoidance is committed first, then refused
  }

  pledge(caller: Caller, evaluationId: string): Promise<{ status: string }> {
    return this.db.run(caller, async (tx) => {
      const { evaluation, member } = await this.seated(tx, evaluationId);
      if (!member.checkedInAt) refuse(R.notCheckedIn());
      if (member.pledgedAt) refuse(R.already({ act: '承诺 / pledge' }));
      member.pledgedAt = tx.now;
      await tx.save(member);
      await this.note(tx, evaluation, member, 'expert.pledged');
      // complete: the draw is confirmed, and everybody who accepted has his seat already (a replacement is seated a moment later)
      const open = await tx.query(
        `select 1 from draw d where d.id = $1 and (d.status <> 'confirmed' or exists (select 1 from expert_call c where c.draw_id = d.id and c.status = 'accepted'
           and not exists (select 1 from evaluation_member m where m.call_id = c.id and m.replaced_at is null)))`,
        [evaluation.drawId],
      );
      if (open.length === 0 && !(await this.othersLack(tx, member, 'pledged_at'))) {
        evaluation.become('assemble');
        await tx.save(evaluation);
        this.rooms.say(tx, evaluation.roomId, { type: 'committee.complete' });
      }
      return { status: evaluation.status };
    });
  }

  declareAvoidance(caller: Caller, evaluationId: string, reason: string): Promise<{ replaced: true }> {
    return this.db.run(caller, async (tx) => {
      const { evaluation, member } = await this.seated(tx, evaluationId);
      if (evaluation.status !== 'assembling') refuse(R.wrongStep({ status: evaluation.status, act: '回避 / avoidance' }));
      await this.#replace(tx, evaluation, member, reason);
      return { replaced: true as const };
    });
  }

  /** A draw that was confirmed again after somebody fell out: the replacements take the free seats (TBR 48). */
  async fillFreeSeats(tx: Tx, drawId: string): Promise<void> {
    const evaluation = await tx.findOne(Evaluation, { drawId });
    const draw = evaluation && (await confirmedDraw(tx, evaluation.tenderId));
    if (!draw) return;
    await tx.lock(Evaluation, { id: evaluation.id }, 'evaluation');
    const members = await tx.find(Member, { evaluationId: evaluation.id });
    const known = new Set(members.map((member) => member.accountId));
    const taken = new Set(members.filter((member) => !member.replacedAt).map((member) => member.seat));
    const free = members.filter((member) => member.replacedAt && !taken.has(member.seat)).map((member) => member.seat);
    for (const seat of draw.seats.filter((one) => !known.has(one.accountId))) {
      const name = free.shift();
      if (!name) return;
      await this.#seat(tx, evaluation, name, 'expert', seat);
      this.rooms.say(tx, evaluation.roomId, { type: 'member.seated', seat: name });
    }
  }

  /** The acting member's own seat, or 404: a room that is not his does not exist for him. */
  async seated(tx: Tx, evaluationId: string): Promise<Seated> {
    const evaluation = await tx.lock(Evaluation, { id: evaluationId }, 'evaluation');
    const member = (await tx.find(Member, { evaluationId, accountId: tx.actor.accountId! })).find((one) => !one.replacedAt);
    if (!member) return notFound('evaluation');
    await this.intake.load(tx, evaluation.projectId);
    await this.intake.assertNoHold(tx, evaluation, ['HD', 'HO', 'HR']); // an order of suspension or an outage stops the room (roles.md 3.1)
    return { evaluation, member };
  }

  /** Whether any other member has still to do what the column records: asked without loading anybody's marks and sheets. */
  async othersLack(tx: Tx, { id, evaluationId }: Member, column: 'pledged_at' | 'marks' | 'handed_in_at' | 'signed_at'): Promise<boolean> {
    const rows = await tx.query(`select 1 from evaluation_member where evaluation_id = $1 and id <> $2 and replaced_at is null and ${column} is null limit 1`, [evaluationId, id]);
    return rows.length > 0;
  }

  async members(tx: Tx, evaluationId: string): Promise<Member[]> {
    const members = await tx.find(Member, { evaluationId }, { seat: 'ASC' });
    return members.filter((member) => !member.replacedAt);
  }

  /** Trail and room in one: who, by seat, did what. */
  async note(tx: Tx, evaluation: Evaluation, member: Member, type: RoomEventType): Promise<void> {
    await this.trace(tx, evaluation, member, type);
    this.rooms.say(tx, evaluation.roomId, { type, seat: member.seat });
  }

  /** The trail alone, for what not all who are in the room may know. */
  async trace(tx: Tx, evaluation: Evaluation, { seat }: Member, type: string): Promise<void> {
    await tx.record({ type, objectType: 'evaluation', objectId: evaluation.id, projectId: evaluation.projectId, payload: { seat } });
  }

  /** Seen again at check-in: a tie to a bidder that was declared after the draw (O12 12; TBR 46). */
  async #tied(tx: Tx, evaluation: Evaluation, member: Member): Promise<boolean> {
    const rows = await tx.query(
      `with bidder as (select bidder_id as id from bid where tender_id = $2 and status not in ('replaced', 'withdrawn'))
       select 1 from expert e join expert_interest i on i.expert_id = e.id join organisation o on o.uscc = i.uscc where e.account_id = $1 and i.ended_on is null and o.id in (select id from bidder)
       union all select 1 from account me join account own on own.person_hash = me.person_hash join tender t on t.id = $2 where me.id = $1
         and (own.organisation_id in (select id from bidder) or $3 and own.organisation_id in (t.tenderer_id, t.agency_id)) limit 1`,
      [member.accountId, evaluation.tenderId, member.kind === 'expert'],
    );
    return rows.length > 0;
  }

  async #replace(tx: Tx, evaluation: Evaluation, member: Member, reason: string): Promise<void> {
    member.replacedAt = tx.now;
    await tx.save(member);
    await this.note(tx, evaluation, member, 'member.replaced');
    await tx.record({ type: 'expert.avoided', objectType: 'evaluation', objectId: evaluation.id, projectId: evaluation.projectId, payload: { seat: member.seat, reason } });
    tx.afterCommit(() => this.realtime.leave(`account:${member.accountId}`, `room:${evaluation.roomId}`));
    if (member.callId) await this.calls.release(tx, member.callId);
  }

  #seat(tx: Tx, evaluation: Evaluation, seat: string, kind: Member['kind'], { accountId, away, callId }: Pick<ConfirmedSeat, 'accountId' | 'away'> & { callId?: string }): Promise<Member> {
    const { id: evaluationId, tenderId, roomId } = evaluation;
    tx.afterCommit(() => this.realtime.push(`account:${accountId}`, 'evaluation.seated', { evaluationId, tenderId, roomId, seat }));
    return tx.insert(Member, { id: uuidv7(), version: 1, evaluationId: evaluation.id, accountId, callId: callId ?? null, kind, seat, away });
  }

  async #representatives(tx: Tx, tender: Tender, logins: readonly string[]): Promise<string[]> {
    const found = await tx.query<{ id: string; login: string; person: string }>(
      `select distinct a.id, a.login, a.person_hash as person from account a join role_grant g on g.account_id = a.id where a.login = any($1) and a.organisation_id = $2 and a.suspended_at is null
         and g.role = 'tenderer-representative' and g.starts_at <= $3 and (g.ends_at is null or g.ends_at > $3)`,
      [logins, tender.tendererId, tx.now],
    );
    const named = logins.map((login, i) => found.find((row) => row.login === login) ?? refuse(R.notRepresentative({ login }, `/representatives/${i}`)));
    const twice = named.findIndex(({ person }, i) => named.findIndex((one) => one.person === person) < i);
    if (twice >= 0) refuse(R.representativeTwice({ login: logins[twice]! }, `/representatives/${twice}`));
    return named.map(({ id }) => id);
  }

  async #checkShape(tx: Tx, tender: Tender, experts: number, representatives: number): Promise<void> {
    const { committeeMin: min, expertShare } = await this.tenders.termsOf(tx, tender);
    const members = experts + representatives;
    const sound = members >= min && members % 2 === 1 && experts * expertShare.denominator >= members * expertShare.numerator;
    if (!sound) refuse(R.representatives({ min, experts, representatives }, '/representatives'));
  }
}
