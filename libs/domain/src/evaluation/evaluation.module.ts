import { Module, type OnModuleInit } from '@nestjs/common';
import { Db } from '@platform/db';
import { consume } from '@platform/events';
import { Jobs } from '@platform/jobs';
import { Realtime } from '@platform/realtime';
import { ExpertsModule, type Seats, Sitting } from '../experts';
import { FilesModule } from '../files';
import { IntakeModule } from '../intake';
import { OpeningModule } from '../opening';
import { RoomsModule, RoomsService } from '../rooms';
import { ofLot, seesSql, TenderModule } from '../tender';
import { CommitteeService } from './committee.service';
import { EvaluationController } from './evaluation.controller';
import { Avoid, Ballot, HandIn, Here, Judge, Marks, SaveDraft, SignReport, Vote } from './evaluation.dto';
import { DraftsService } from './drafts.service';
import { ReviewService } from './review.service';
import { ScoringService } from './scoring.service';
import { SeatsService } from './seats.service';
import { DutiesModule, DutiesService } from '../duties';
import { EVALUATION_DUTIES } from './evaluation.duties';

/** Experts who sit, and seats of experts whose every holder fell out. */
const SEATS = `with seat (account_id, seat, replaced_at) as (
    select m.account_id, m.seat, m.replaced_at from evaluation e join evaluation_member m on m.evaluation_id = e.id where e.tender_id = $1 and m.kind = 'expert')
  select array(select account_id from seat where replaced_at is null) as experts,
    (select count(*)::int from (select 1 from seat group by seat having bool_and(replaced_at is not null)) f) as free`;

/** Committees in live rooms: check-in, leader, review, scores, report. */
@Module({
  imports: [DutiesModule, TenderModule, IntakeModule, OpeningModule, ExpertsModule, RoomsModule, FilesModule],
  controllers: [EvaluationController],
  providers: [SeatsService, DraftsService, CommitteeService, ReviewService, ScoringService],
})
export class EvaluationModule implements OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly rooms: RoomsService,
    private readonly committee: CommitteeService,
    private readonly review: ReviewService,
    private readonly scoring: ScoringService,
    private readonly drafts: DraftsService,
    private readonly db: Db,
    private readonly jobs: Jobs,
    private readonly sitting: Sitting,
    duties: DutiesService,
  ) {
    duties.define(...EVALUATION_DUTIES);
  }

  /** Each message is an act of roles.md 3.1; its name is its permission. */
  onModuleInit(): void {
    const { realtime, committee, review, scoring, drafts } = this;
    realtime.on('expert.check-in', Here, (caller, { evaluationId }) => committee.checkIn(caller, evaluationId));
    realtime.on('expert.pledge', Here, (caller, { evaluationId }) => committee.pledge(caller, evaluationId));
    realtime.on('expert.declare-avoidance', Avoid, (caller, body) => committee.declareAvoidance(caller, body));
    realtime.on('leader.elect', Vote, (caller, { evaluationId, seat }) => review.elect(caller, evaluationId, seat));
    realtime.on('review.mark', Marks, (caller, marks) => review.mark(caller, marks));
    realtime.on('evaluation.judge-competition', Judge, (caller, judgement) => review.judge(caller, judgement));
    realtime.on('score.save', SaveDraft, (caller, draft) => drafts.save(caller, draft));
    realtime.on('score.hand-in', HandIn, (caller, sheet) => scoring.handIn(caller, sheet));
    realtime.on('tie.vote', Ballot, (caller, ballot) => scoring.vote(caller, ballot));
    realtime.on('report.sign', SignReport, (caller, body) => scoring.sign(caller, body));
    this.jobs.define({ name: 'evaluation.seat', everyMs: 1000, run: () => this.seatReplacements() });
    this.sitting.by(async (tx, tenderId) => (await tx.query<Seats>(SEATS, [tenderId]))[0]!);
    const seated = 'exists (select 1 from evaluation e join evaluation_member m on m.evaluation_id = e.id where e.tender_id = t.id and m.account_id = w.account_id and m.replaced_at is null)';
    this.rooms.admit('evaluation', ofLot(seesSql('evaluationRoom', { M: seated })));
  }

  private seatReplacements(): Promise<number> {
    return consume(this.db, 'evaluation.seat', ['call.accepted'], async (tx, events) => {
      for (const { payload } of events) await this.committee.fillFreeSeats(tx, String(payload['drawId']));
    });
  }
}
