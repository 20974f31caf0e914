import { Injectable } from '@nestjs/common';
import { refuse, uuidv7 } from '@kernel';
import { type Caller, Db, hasRole, notFound, type Tx } from '@platform/db';
import { assertNow } from '@procedure';
import { confirmedDraw, isSound, isTied } from '../experts';
import { type Asked, ProposalsService } from '../identity';
import { RoomsService } from '../rooms';
import { type Tender, TenderService } from '../tender';
import { Evaluation, Member } from './evaluation.entity';
import type { Avoid, ReplaceMember } from './evaluation.dto';
import { R } from './evaluation.refusals';
import { SeatsService } from './seats.service';
import { already } from './told';

/** Before the session: from then on members check in, and not before is anybody told who sits where, nor a member what he evaluates. */
const CHECK_IN_MINUTES = 60;
const opensAt = (startsAt: Date): Date => new Date(startsAt.getTime() - CHECK_IN_MINUTES * 60_000);

/** Seats that the person of an account has or had here, under whatever account: a committee is of so many persons, and who fell out does not return (TBL 37; TBR 48). */
const SEATS_OF = `select m.seat from evaluation_member m join account other on other.id = m.account_id join account me on me.person_hash = other.person_hash where m.evaluation_id = $1 and me.id = $2`;

/** What a leader asks names him, and the tenderer reads no member's name while the committee works (V13): the hall, which knows him, confirms it. */
type Replacement = ReplaceMember & { byLeader: boolean };

/** Why a member gives his seat up when he checks in. */
const BARS = {
  tie: { reason: '与招标投标当事人存在利害关系', refusal: R.interest },
  seat: { reason: '本人以另一账号参加或曾参加本评标委员会', refusal: R.otherSeat },
} as const;
type Bar = (typeof BARS)[keyof typeof BARS];

/** The committee: formed from a confirmed draw, checked in, pledged; members tied to a bidder are replaced. */
@Injectable()
export class CommitteeService {
  constructor(
    private readonly db: Db,
    private readonly tenders: TenderService,
    private readonly rooms: RoomsService,
    private readonly seats: SeatsService,
    private readonly proposals: ProposalsService,
  ) {
    proposals.define<Replacement>({
      act: 'member.replace',
      mayAsk: (tx, id) => this.#mayAskReplacement(tx, id),
      signed: true,
      confirmer: ({ byLeader }) => (byLeader ? 'hall-operator' : 'tenderer-approver'),
      organisationOf: async (tx, id, { byLeader }) => (byLeader ? null : (await tenders.load(tx, (await tx.lock(Evaluation, { id }, 'evaluation', 'share')).tenderId, 'share')).tendererId),
      check: async (tx, id, { seat }) => void (await this.#holder(tx, await this.seats.running(tx, id), seat)),
      content: async (tx, id, { seat, byLeader: _, ...why }) => {
        const { tenderId } = await tx.lock(Evaluation, { id }, 'evaluation', 'share');
        const turn = (await tx.find(Member, { evaluationId: id, seat })).length; // who is meant, without his name: whoever took the seat meanwhile is another
        return { seat, turn, ...why, ...(await tenders.contentOf(tx, tenderId)) };
      },
      carryOut: (tx, id, { seat, cause, reason }) => this.#replace(tx, id, seat, { cause, reason }),
    });
  }

  /** The tenderer's approver names its representatives and opens the room (TBL 37). */
  open(caller: Caller, tenderId: string, logins: readonly string[]): Promise<{ evaluationId: string; roomId: string; members: number }> {
    return this.db.run(caller, async (tx) => {
      const tender = await this.tenders.workable(tx, tenderId, 'committee.name-representative');
      if (tender.tendererId !== tx.actor.organisationId) notFound('tender');
      if (tender.status === 'evaluating') refuse(already('committee.name-representative')); // the act goes on there for free seats only
      const draw = await confirmedDraw(tx, tenderId);
      if (!draw) return refuse(R.drawNotConfirmed());
      if (opensAt(draw.sessionStartsAt) > tx.now) refuse(R.roomNotYet({ at: opensAt(draw.sessionStartsAt).toISOString() }));
      if (draw.sessionEndsAt <= tx.now) refuse(R.sessionOver({ until: draw.sessionEndsAt.toISOString() }));
      const representatives = await this.#representatives(tx, tender, logins);
      await this.#checkShape(tx, tender, draw.seats.length, representatives.length);
      await this.tenders.advance(tx, tender, 'committee.name-representative');
      const roomId = await this.rooms.open(tx, 'evaluation', { kind: 'tender', id: tenderId, projectId: tender.projectId });
      const evaluation = await tx.insert(Evaluation, {
        ...{ id: uuidv7<'evaluation'>(), version: 1, tenderId, projectId: tender.projectId, roomId, drawId: draw.drawId },
        ...{ status: 'assembling' as const, startsAt: draw.sessionStartsAt, rejections: [] },
      });
      for (const [i, seat] of draw.seats.entries()) await this.seats.take(tx, evaluation, `E${i + 1}`, 'expert', seat);
      for (const [i, accountId] of representatives.entries()) await this.seats.take(tx, evaluation, `R${i + 1}`, 'representative', { accountId, away: false });
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
        const { evaluation, member } = await this.seats.seated(tx, evaluationId);
        if (member.checkedInAt) refuse(already('expert.check-in'));
        const bar = await this.#barOf(tx, evaluation, member);
        if (bar) {
          await this.seats.vacate(tx, evaluation, member, { cause: 'interest', reason: bar.reason });
          return { replaced: bar.refusal() };
        }
        member.checkedInAt = tx.now;
        await tx.save(member);
        await this.seats.note(tx, evaluation, member, 'expert.checked-in');
        return { seat: member.seat, status: evaluation.status };
      })
      .then((answer) => (answer.replaced ? refuse(answer.replaced) : answer)); // the avoidance is committed first, then refused
  }

  pledge(caller: Caller, evaluationId: string): Promise<{ status: string }> {
    return this.db.run(caller, async (tx) => {
      const { evaluation, member } = await this.seats.seated(tx, evaluationId);
      if (!member.checkedInAt) refuse(R.notCheckedIn());
      if (member.pledgedAt) refuse(already('expert.pledge'));
      member.pledgedAt = tx.now;
      await tx.save(member);
      await this.seats.note(tx, evaluation, member, 'expert.pledged');
      if (!(await this.seats.othersLack(tx, member, 'pledged_at'))) {
        evaluation.become('assemble');
        if (evaluation.leaderSeat) evaluation.become('elect'); // elected before somebody else fell out
        await tx.save(evaluation);
        this.rooms.say(tx, evaluation.roomId, { type: 'committee.complete' });
      }
      return { status: evaluation.status };
    });
  }

  /** A member steps aside himself, at any step before the report is signed: an interest, or his health (TBR 48). */
  declareAvoidance(caller: Caller, { evaluationId, ...why }: Avoid): Promise<{ replaced: true }> {
    return this.db.run(caller, async (tx) => {
      const { evaluation, member } = await this.seats.seated(tx, evaluationId);
      await this.seats.vacate(tx, evaluation, member, why);
      return { replaced: true as const };
    });
  }

  /** Somebody does not come, does not go on, or hides an interest: asked by the hall and confirmed by the tenderer's approver, or asked by the leader (roles.md 3.1; TBR 48). */
  askReplacement(caller: Caller, evaluationId: string, dto: ReplaceMember): Promise<Asked> {
    return this.proposals.ask(caller, 'member.replace', evaluationId, { ...dto, byLeader: !hasRole(caller.actor, 'hall-operator') } satisfies Replacement);
  }

  /** A representative's free seat is not drawn: the approver names another (TBL 37). */
  seatRepresentatives(caller: Caller, tenderId: string, logins: readonly string[]): Promise<{ seated: string[] }> {
    return this.db.run(caller, async (tx) => {
      const tender = await this.tenders.workable(tx, tenderId, 'committee.name-representative');
      if (tender.tendererId !== tx.actor.organisationId) notFound('tender');
      const evaluation = await this.seats.running(tx, (await tx.findOne(Evaluation, { tenderId }))?.id ?? notFound('evaluation'));
      const free = (await this.seats.free(tx, evaluation.id)).filter((seat) => seat.startsWith('R'));
      if (free.length !== logins.length) refuse(R.freeSeats({ free: free.length }, '/representatives'));
      for (const [i, accountId] of (await this.#representatives(tx, tender, logins)).entries()) {
        if ((await tx.query(SEATS_OF, [evaluation.id, accountId])).length > 0) refuse(R.satBefore({ login: logins[i]! }, `/representatives/${i}`));
        await this.seats.take(tx, evaluation, free[i]!, 'representative', { accountId, away: false });
        this.rooms.say(tx, evaluation.roomId, { type: 'member.seated', seat: free[i]! });
      }
      return { seated: free };
    });
  }

  /** A draw went on after somebody fell out, or a further one was held: whoever accepted takes a free seat (TBR 48), unless his lot ended meanwhile. */
  async fillFreeSeats(tx: Tx, drawId: string): Promise<void> {
    const [found] = await tx.query<{ id: string }>(
      `select e.id from draw d join evaluation e on e.tender_id = d.tender_id join tender t on t.id = e.tender_id where d.id = $1 and t.status = 'evaluating'`,
      [drawId],
    );
    if (found) await this.seats.fill(tx, await tx.lock(Evaluation, { id: found.id }, 'evaluation'));
  }

  async #mayAskReplacement(tx: Tx, evaluationId: string): Promise<string> {
    const evaluation = await tx.lock(Evaluation, { id: evaluationId }, 'evaluation', 'share');
    if (hasRole(tx.actor, 'hall-operator', evaluation.projectId)) return evaluation.projectId;
    const { member } = await this.seats.seated(tx, evaluationId);
    return member.seat === evaluation.leaderSeat ? evaluation.projectId : refuse(R.notLeader());
  }

  async #holder(tx: Tx, evaluation: Evaluation, seat: string): Promise<Member> {
    assertNow(await this.tenders.load(tx, evaluation.tenderId, 'share'), 'member.replace');
    return (await this.seats.members(tx, evaluation.id)).find((one) => one.seat === seat) ?? refuse(R.noSuchSeat({ seat }));
  }

  async #replace(tx: Tx, id: string, seat: string, why: Omit<ReplaceMember, 'seat'>): Promise<{ seat: string }> {
    const evaluation = await this.seats.running(tx, id);
    await this.seats.vacate(tx, evaluation, await this.#holder(tx, evaluation, seat), why);
    return { seat };
  }

  async #barOf(tx: Tx, evaluation: Evaluation, member: Member): Promise<Bar | undefined> {
    if (await this.#tied(tx, evaluation, member)) return BARS.tie;
    const others = await tx.query<{ seat: string }>(`${SEATS_OF} and m.account_id <> $2 and (m.checked_in_at is not null or m.replaced_at is not null)`, [evaluation.id, member.accountId]);
    return others.length > 0 ? BARS.seat : undefined;
  }

  /** Seen again at check-in: a tie that came or was declared after the draw (O12 12; TBR 46). A representative is the tenderer's man, and nobody else's. */
  async #tied(tx: Tx, { tenderId }: Evaluation, { kind, accountId }: Member): Promise<boolean> {
    const tender = await this.tenders.load(tx, tenderId, 'share');
    const { avoidanceYears } = await this.tenders.termsOf(tx, tender);
    if (kind === 'expert') return isTied(tx, accountId, tender, avoidanceYears);
    const rows = await tx.query(
      `select 1 from account me join account own on own.person_hash = me.person_hash join bid b on b.bidder_id = own.organisation_id
       where me.id = $1 and b.tender_id = $2 and b.status not in ('replaced', 'withdrawn') limit 1`,
      [accountId, tenderId],
    );
    return rows.length > 0;
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
    const terms = await this.tenders.termsOf(tx, tender);
    if (!isSound(experts, representatives, terms)) refuse(R.representatives({ min: terms.committeeMin, experts, representatives }, '/representatives'));
  }
}
