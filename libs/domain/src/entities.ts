import { AccountDraft } from './identity/draft.entity';
import { Account, BoundCertificate, Organisation, RoleGrant } from './identity/identity.entity';
import { Amendment, Question } from './tender/clarification.entity';
import { Award, Objection } from './award/award.entity';
import { Bid } from './bidding/bid.entity';
import { Call, Draw } from './experts/draw.entity';
import { EvaluationDraft } from './evaluation/draft.entity';
import { Evaluation, Member } from './evaluation/evaluation.entity';
import { Expert, Interest } from './experts/expert.entity';
import { Hold } from './intake/hold.entity';
import { Project } from './intake/project.entity';
import { OpenedBid, Opening } from './opening/opening.entity';
import { Proposal } from './identity/proposal.entity';
import { StoredFile } from './files/file.entity';
import { Tender } from './tender/tender.entity';

/** Every table that a module maps; the list that the DataSource is made with. */
export const ENTITIES = [
  Account,
  AccountDraft,
  BoundCertificate,
  Organisation,
  RoleGrant,
  Proposal,
  StoredFile,
  Project,
  Hold,
  Tender,
  Question,
  Amendment,
  Bid,
  Opening,
  OpenedBid,
  Expert,
  Interest,
  Draw,
  Call,
  Evaluation,
  EvaluationDraft,
  Member,
  Award,
  Objection,
];
