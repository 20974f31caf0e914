import { PlatformBase1767225600000 } from './1767225600000-platform-base';
import { AttemptsInOrder1793000000000 } from './1793000000000-attempts-in-order';
import { AuditIdsByTime1793000001000 } from './1793000001000-audit-ids-by-time';
import { ActorNow1793000002000 } from './1793000002000-actor-now';
import { SpoiltShares1793000003000 } from './1793000003000-spoilt-shares';
import { CertificateKeys1793100000001 } from './1793100000001-certificate-keys';
import { OwnRequests1793100000002 } from './1793100000002-own-requests';
import { HoldScope1793100000003 } from './1793100000003-hold-scope';
import { TenderOpening1793100000004 } from './1793100000004-tender-opening';
import { OpenedParts1794000000000 } from './1794000000000-opened-parts';
import { CalendarYears1794000000001 } from './1794000000001-calendar-years';
import { CommitteeExits1794000000002 } from './1794000000002-committee-exits';
import { LostAwards1794000000003 } from './1794000000003-lost-awards';
import { OrganisationNames1794100000001 } from './1794100000001-organisation-names';
import { Stops1794100000000 } from './1794100000000-stops';
import { BiddingTransferProcesses1794200000000 } from './1794200000000-bidding-transfer-processes';
import { Drafts1794200000001 } from './1794200000001-drafts';
import { ListSigners1794300000000 } from './1794300000000-list-signers';
import { RequestsByAsker1794700000000 } from './1794700000000-requests-by-asker';
import { Procedure1794800000000 } from './1794800000000-procedure';
import { Owners1794900000000 } from './1794900000000-owners';
import { Duties1794900000001 } from './1794900000001-duties';
import { AmendedTimes1795000000000 } from './1795000000000-amended-times';
import { DutyVersion1795000000001 } from './1795000000001-duty-version';
import { FilesClaimProcesses1795000000002 } from './1795000000002-files-claim-processes';
import { GateConditions1795000000003 } from './1795000000003-gate-conditions';
import { OwnLists1795000000004 } from './1795000000004-own-lists';
import { Invitation1795000000005 } from './1795000000005-invitation';
import { KeysCame1795000000006 } from './1795000000006-keys-came';
import { Identity1767225601000 } from './1767225601000-identity';
import { Files1767225602000 } from './1767225602000-files';
import { Intake1767225603000 } from './1767225603000-intake';
import { Tender1767225604000 } from './1767225604000-tender';
import { Bidding1767225605000 } from './1767225605000-bidding';
import { Rooms1767225606000 } from './1767225606000-rooms';
import { Opening1767225607000 } from './1767225607000-opening';
import { Experts1767225608000 } from './1767225608000-experts';
import { Evaluation1767225609000 } from './1767225609000-evaluation';
import { Award1767225610000 } from './1767225610000-award';
import { Statistics1767225611000 } from './1767225611000-statistics';
import { SearchIndexes1767225612000 } from './1767225612000-search-indexes';
import { IdentitySecondFactor1767225613000 } from './1767225613000-identity-second-factor';
import { BiddingTransfers1767225614000 } from './1767225614000-bidding-transfers';
import { Workbench1767225615000 } from './1767225615000-workbench';
import { WorkbenchFollows1767225616000 } from './1767225616000-workbench-follows';
import { BiddingGate1767225640000 } from './1767225640000-bidding-gate';
import { AuditIdentity1767225760000 } from './1767225760000-audit-identity';
import { IdentityFirstPasswords1767225780000 } from './1767225780000-identity-first-passwords';
import { AuditPlatform1767225785000 } from './1767225785000-audit-platform';
import { IdentitySessionSeen1767225786000 } from './1767225786000-identity-session-seen';
import { SigningRights1767225650000 } from './1767225650000-signing-rights';
import { RefusalCounts1767225710000 } from './1767225710000-refusal-counts';
import { FilesContents1767225720000 } from './1767225720000-files-contents';
import { IdentityProposalContent1767225740000 } from './1767225740000-identity-proposal-content';
import { IdentityProposalSignatures1767225741000 } from './1767225741000-identity-proposal-signatures';
import { Trust1767225617000 } from './1767225617000-trust';
import { BiddingEvidence1767225618000 } from './1767225618000-bidding-evidence';
import { BiddingTransferWriters1767225630000 } from './1767225630000-bidding-transfer-writers';
import { PlatformAppendOnly1767225700000 } from './1767225700000-platform-append-only';
import { PlatformJobRuns1767225701000 } from './1767225701000-platform-job-runs';
import { IdentityDocuments1767225730000 } from './1767225730000-identity-documents';
import { IdentityAttempts1767225731000 } from './1767225731000-identity-attempts';
import { IdentityTwoPersons1767225732000 } from './1767225732000-identity-two-persons';

/** In the order of their time stamps: each module's tables come after those that it refers to. */
export const MIGRATIONS = [
  PlatformBase1767225600000,
  Identity1767225601000,
  Files1767225602000,
  Intake1767225603000,
  Tender1767225604000,
  Bidding1767225605000,
  Rooms1767225606000,
  Opening1767225607000,
  Experts1767225608000,
  Evaluation1767225609000,
  Award1767225610000,
  Statistics1767225611000,
  SearchIndexes1767225612000,
  IdentitySecondFactor1767225613000,
  BiddingTransfers1767225614000,
  Workbench1767225615000,
  WorkbenchFollows1767225616000,
  Trust1767225617000,
  BiddingEvidence1767225618000,
  BiddingTransferWriters1767225630000,
  BiddingGate1767225640000,
  SigningRights1767225650000,
  PlatformAppendOnly1767225700000,
  PlatformJobRuns1767225701000,
  RefusalCounts1767225710000,
  FilesContents1767225720000,
  IdentityDocuments1767225730000,
  IdentityAttempts1767225731000,
  IdentityTwoPersons1767225732000,
  IdentityProposalContent1767225740000,
  IdentityProposalSignatures1767225741000,
  AuditIdentity1767225760000,
  IdentityFirstPasswords1767225780000,
  AuditPlatform1767225785000,
  IdentitySessionSeen1767225786000,
  AttemptsInOrder1793000000000,
  AuditIdsByTime1793000001000,
  ActorNow1793000002000,
  SpoiltShares1793000003000,
  CertificateKeys1793100000001,
  OwnRequests1793100000002,
  HoldScope1793100000003,
  TenderOpening1793100000004,
  OpenedParts1794000000000,
  CalendarYears1794000000001,
  CommitteeExits1794000000002,
  LostAwards1794000000003,
  Stops1794100000000,
  OrganisationNames1794100000001,
  BiddingTransferProcesses1794200000000,
  Drafts1794200000001,
  ListSigners1794300000000,
  RequestsByAsker1794700000000,
  Procedure1794800000000,
  Owners1794900000000,
  Duties1794900000001,
  AmendedTimes1795000000000,
  DutyVersion1795000000001,
  FilesClaimProcesses1795000000002,
  GateConditions1795000000003,
  OwnLists1795000000004,
  Invitation1795000000005,
  KeysCame1795000000006,
];
