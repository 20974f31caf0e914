import { Injectable } from '@nestjs/common';
import { refuse, uuidv7 } from '@kernel';
import { walk } from '@draw';
import { type Caller, Db, inOrder, notFound, type Tx } from '@platform/db';
import { Realtime } from '@platform/realtime';
import { continued, type Lot, type Moved, RunningPeriods, type Stop } from '../intake';
import { log } from '@platform/log';
import { KEPT } from '@procedure';
import { OutagesService } from '../outages';
import { pseudonym } from './avoidance';
import { Call, CALL_STATES, type CallStatus, Draw, drawMachine, type DrawStatus } from './draw.entity';
import type { StepAside } from './experts.dto';
import { R } from './experts.refusals';

const ANSWER_MINUTES = 30;

const RELEASE = `update expert_call set status = 'released', answered_at = $2, version = version + 1 where ${inOrder('expert_call', 'id', "draw_id = $1 and status in ('offered', 'accepted')")}`;

/** Draws whose people still expect a session of a lot that ended before it. */
const LEFT = `select d.id from draw d join tender t on t.id = d.tender_id where t.id = $1 and t.ended_in <> 'evaluating' and d.status in ('drawn', 'confirmed') and d.session_starts_at > $2`;

const sessionEnd = ({ sessionStartsAt, sessionHours }: Draw): Date => new Date(sessionStartsAt.getTime() + sessionHours * 3_600_000);

/** An invitation as the expert reads it. */
export interface CallView {
  id: string;
  status: string;
  answerBy: Date;
  startsAt: Date;
  endsAt: Date;
}

/** Calls to drawn experts. Whoever declines or stays silent is replaced by going on with the same walk (TBR 46). */
@Injectable()
export class CallsService {
  constructor(
    private readonly db: Db,
    private readonly realtime: Realtime,
    private readonly outages: OutagesService,
    periods: RunningPeriods,
  ) {
    periods.define('call-answer', continueCalls);
  }

  answer(caller: Caller, callId: string, accept: boolean): Promise<{ status: CallStatus }> {
    return this.db.run(caller, async (tx) => {
      const draw = await this.#ofOwn(tx, callId);
      const call = await tx.lock(Call, { id: callId }, 'call');
      if (call.status !== 'offered' || call.answerBy <= tx.now) refuse(R.callAnswered({ status: CALL_STATES[call.status] }));
      const coming = (await this.hasEnded(tx, draw)) ? 'released' : 'accepted'; // nobody comes to what does not take place
      await this.#settle(tx, draw, call, accept ? coming : 'declined');
      return { status: call.status };
    });
  }

  /** Who accepted and cannot come after all says so before the room opens: the same walk goes on (TBR 48). In the open room he leaves his seat there. */
  stepAside(caller: Caller, callId: string, { cause, reason }: StepAside): Promise<{ status: CallStatus }> {
    return this.db.run(caller, async (tx) => {
      const draw = await this.#ofOwn(tx, callId);
      const call = await tx.lock(Call, { id: callId }, 'call');
      if (call.status !== 'accepted') refuse(R.callNotAccepted({ status: CALL_STATES[call.status] }));
      if (await this.#roomIsOpen(tx, draw)) refuse(R.roomIsOpen());
      await tx.record({ type: 'call.stepped-aside', objectType: 'call', objectId: callId, projectId: draw.projectId, payload: { cause, reason } });
      await this.#letGo(tx, draw, call);
      return { status: call.status };
    });
  }

  /** The draw of the caller's own call, locked: one answer after the other, so the walk has one order. */
  async #ofOwn(tx: Tx, callId: string): Promise<Draw> {
    const [own] = await tx.query<{ drawId: string }>('select c.draw_id as "drawId" from expert_call c join expert e on e.id = c.expert_id where c.id = $1 and e.account_id = $2', [
      callId,
      tx.actor.accountId,
    ]);
    return own ? tx.lock(Draw, { id: own.drawId }, 'draw') : notFound('call');
  }

  async #roomIsOpen(tx: Tx, { tenderId }: Draw): Promise<boolean> {
    return (await tx.query('select 1 from tender where id = $1 and status = $2', [tenderId, 'evaluating'])).length > 0;
  }

  /** The caller's own calls: place, time, length; no project, no names (roles.md 5). */
  mine({ actor }: Caller): Promise<CallView[]> {
    return this.db.read(
      `select c.id, c.status, c.answer_by as "answerBy", c.starts_at as "startsAt", c.ends_at as "endsAt"
       from expert_call c join expert e on e.id = c.expert_id
       where e.account_id = $1 order by c.starts_at desc, c.id limit 100`,
      [actor.accountId],
    );
  }

  /** Silence until the time to answer counts as a refusal. */
  async timeOutDue(): Promise<number> {
    const due = await this.db.read<{ id: string; drawId: string }>(
      `select id, draw_id as "drawId" from expert_call where status = 'offered' and answer_by <= (select tianping_now()) order by answer_by`,
    );
    for (const { id, drawId } of due) {
      await this.db
        .system('call.time-out', async (tx) => {
          const draw = await tx.lock(Draw, { id: drawId }, 'draw');
          const call = await tx.lock(Call, { id }, 'call');
          if (call.status === 'offered' && call.answerBy <= tx.now && (await this.outages.clear(tx, draw.tenderId))) await this.#settle(tx, draw, call, 'timed-out');
        })
        .catch((error: unknown) => log('error', `call ${id} could not be timed out`, error)); // one that fails does not hold up the others
    }
    return due.length;
  }

  /** A confirmed member who falls out later (illness, an interest seen at check-in): the walk goes on (TBR 48). */
  async release(tx: Tx, callId: string): Promise<void> {
    const [row] = await tx.query<{ drawId: string }>('select draw_id as "drawId" from expert_call where id = $1', [callId]);
    const draw = await tx.lock(Draw, { id: row!.drawId }, 'draw');
    await this.#letGo(tx, draw, await tx.lock(Call, { id: callId }, 'call'));
  }

  async #letGo(tx: Tx, draw: Draw, call: Call): Promise<void> {
    if (draw.status === 'confirmed') draw.status = drawMachine.next(draw.status, 'reopen');
    await this.#settle(tx, draw, call, 'released');
  }

  /** Repeats the walk with everybody who fell out so far and calls those who are newly drawn. Returns how many were called. */
  async continueWalk(tx: Tx, draw: Draw): Promise<number> {
    if ((await this.hasEnded(tx, draw)) || (await this.isMissed(tx, draw))) {
      if (draw.status === 'drawn') await this.abandon(tx, draw);
      return 0; // nobody is called to what does not take place
    }
    const [pool] = await tx.query<{ lines: string; rules: string }>('select lines, rules from draw_pool where draw_id = $1', [draw.id]);
    const idOf = await this.#undo(tx, draw);
    const called = new Set((await tx.find(Call, { drawId: draw.id })).map((call) => pseudonym(draw.salt, 'expert', call.expertId)));
    let offered = 0;
    for (;;) {
      const { picked, steps, missing } = walk({ lines: pool!.lines, rules: pool!.rules, seed: draw.seed!, declined: draw.declined });
      if (missing.length > 0) return this.#exhaust(tx, draw, { steps, missing: missing.map((need) => `${need.specialty} × ${need.count}`) });
      const next = picked.find((seat) => !called.has(seat.id));
      if (!next) {
        await tx.query('update draw_pool set steps = $2 where draw_id = $1', [draw.id, JSON.stringify(steps)]);
        return offered;
      }
      called.add(next.id);
      // another draw may have called this person for the same hours since the pool was frozen: then he counts as declined, and the walk goes on
      if (await this.#offer(tx, draw, idOf(next.id), next.specialty)) offered += 1;
      else draw.declined = [...draw.declined, next.id];
    }
  }

  /**
   * Nobody is left for some seat. Before the room opens the draw is over: everybody called is released and a new one, with wider
   * specialties, may be asked for; this one stays visible. Once the committee sits, its seats are kept, and a further draw fills the free ones (TBR 48).
   */
  async #exhaust(tx: Tx, draw: Draw, { steps, missing }: { steps: readonly unknown[]; missing: string[] }): Promise<number> {
    await tx.query('update draw_pool set steps = $2 where draw_id = $1', [draw.id, JSON.stringify(steps)]);
    await tx.record({ type: 'draw.exhausted', objectType: 'draw', objectId: draw.id, projectId: draw.projectId, payload: { missing } });
    if (await this.#roomIsOpen(tx, draw)) draw.status = drawMachine.next(draw.status, 'exhaust');
    else await this.abandon(tx, draw);
    return 0;
  }

  async hasEnded(tx: Tx, { tenderId }: Draw): Promise<boolean> {
    return (await tx.query('select 1 from tender where id = $1 and status = any($2)', [tenderId, KEPT])).length > 0;
  }

  /**
   * Throws unless the draw can be given up. A committee that stands only where its lot ended before the session, or its session went by and nobody opened the room: else
   * it could be drawn until it pleases.
   */
  async assertLeavable(tx: Tx, draw: Draw): Promise<DrawStatus> {
    if (draw.status !== 'confirmed') return drawMachine.next(draw.status, 'abandon');
    const free = (draw.sessionStartsAt > tx.now && (await this.hasEnded(tx, draw))) || (await this.isMissed(tx, draw));
    return free ? 'abandoned' : refuse(R.committeeStands());
  }

  /** The hours for which its experts were called are over, and nobody opened the room: a suspension lay on them, or somebody was late. */
  async isMissed(tx: Tx, draw: Draw): Promise<boolean> {
    return sessionEnd(draw) <= tx.now && (await tx.query('select 1 from tender where id = $1 and status = $2', [draw.tenderId, 'opened'])).length > 0;
  }

  /** A lot ended before its committee sat: whoever was called to it need not come, and is free for another (TBR 31). */
  async letGoOf(tx: Tx, tenderId: string): Promise<void> {
    for (const { id } of await tx.query<{ id: string }>(LEFT, [tenderId, tx.now])) {
      const draw = await tx.lock(Draw, { id }, 'draw');
      await this.abandon(tx, draw);
      await tx.save(draw);
    }
  }

  /** Ends a draw for good and lets everybody go whom it had called. */
  async abandon(tx: Tx, draw: Draw): Promise<void> {
    draw.status = await this.assertLeavable(tx, draw);
    await tx.query(RELEASE, [draw.id, tx.now]);
    await tx.record({ type: 'draw.abandoned', objectType: 'draw', objectId: draw.id, projectId: draw.projectId });
  }

  async #settle(tx: Tx, draw: Draw, call: Call, status: CallStatus): Promise<void> {
    Object.assign(call, { status, answeredAt: tx.now });
    await tx.save(call);
    await tx.record({ type: `call.${status}`, objectType: 'call', objectId: call.id, projectId: draw.projectId, payload: { drawId: draw.id } });
    if (status !== 'accepted') {
      draw.declined = [...draw.declined, pseudonym(draw.salt, 'expert', call.expertId)];
      await this.continueWalk(tx, draw);
    } else if (draw.status === 'drawn' && (await tx.find(Call, { drawId: draw.id, status: 'offered' })).length === 0) {
      draw.status = drawMachine.next(draw.status, 'confirm');
      await tx.record({ type: 'draw.confirmed', objectType: 'draw', objectId: draw.id, projectId: draw.projectId });
    }
    await tx.save(draw);
  }

  /** False: this person is taken at that time. One call after the other for each person, so no two draws get him. */
  async #offer(tx: Tx, draw: Draw, expertId: string, specialty: string): Promise<boolean> {
    const startsAt = draw.sessionStartsAt;
    const endsAt = sessionEnd(draw);
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 4))', [expertId]);
    const taken = await tx.query(`select 1 from expert_call where expert_id = $1 and status in ('offered', 'accepted') and starts_at < $3 and ends_at > $2 limit 1`, [expertId, startsAt, endsAt]);
    if (taken.length > 0) return false;
    const answerBy = new Date(tx.now.getTime() + ANSWER_MINUTES * 60_000);
    const call = await tx.insert(Call, { id: uuidv7(), version: 1, drawId: draw.id, expertId, specialty, status: 'offered', offeredAt: tx.now, answerBy, startsAt, endsAt });
    await tx.record({ type: 'call.offered', objectType: 'call', objectId: call.id, projectId: draw.projectId, payload: { drawId: draw.id } });
    const [person] = await tx.query<{ accountId: string }>('select account_id as "accountId" from expert where id = $1', [expertId]);
    tx.afterCommit(() => this.realtime.push(`account:${person!.accountId}`, 'call.offered', { callId: call.id, startsAt, endsAt, answerBy }));
    return true;
  }

  /** From the pseudonyms of the record back to people: possible only with the draw's salt. */
  async #undo(tx: Tx, draw: Draw): Promise<(id: string) => string> {
    const people = await tx.query<{ id: string }>('select id from expert');
    const known = new Map(people.map((row) => [pseudonym(draw.salt, 'expert', row.id), row.id]));
    return (id) => known.get(id) ?? notFound('expert');
  }
}

/** Calls of a lot that were open at the stop; all of one offer end together, so the first tells how they moved. */
async function continueCalls(tx: Tx, { id }: Lot, stop: Stop): Promise<Moved | undefined> {
  const open = await tx.query<{ id: string; answerBy: Date }>(
    `select c.id, c.answer_by as "answerBy" from expert_call c join draw d on d.id = c.draw_id where d.tender_id = $1 and c.status = 'offered' and c.answer_by > $2 order by c.id for update of c`,
    [id, stop.from],
  );
  for (const call of open) await tx.query('update expert_call set answer_by = $2 where id = $1', [call.id, continued(call.answerBy, stop)!.to]);
  return open[0] && continued(open[0].answerBy, stop);
}
