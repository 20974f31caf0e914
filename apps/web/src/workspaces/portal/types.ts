import type { Plan } from '../../features/tender/plan';

/** Answers of the public interfaces that the portal reads. */
export interface TenderRow {
  id: string;
  code: string;
  title: string;
  projectCode: string;
  category: string;
  region: string;
  method: string;
  procedure: string;
  status: string;
  tenderer: string;
  agency: string | null;
  ceilingFen: string | null;
  publishedAt: string | null;
  deadline: string;
  held: boolean;
}

export interface Tender extends TenderRow {
  endedIn?: string | null;
  endReason: string | null;
  endArticle: string | null;
  scope: string;
  qualification: string;
  documentsUntil: string;
  questionsUntil: string;
  decryptionMinutes: number;
  trustees: { threshold: number; people: { name: string; organisation: string }[] } | null;
  noticeFileId: string | null;
  retenderOf: string | null;
  holds: { kind: string; article: string }[];
  documents: { id: string; name: string; size: number; sha256: string }[];
  amendments: {
    number: number;
    kind: string;
    text: string;
    oldDeadline: string | null;
    newDeadline: string | null;
    oldQuestionsUntil: string | null;
    newQuestionsUntil: string | null;
    oldDocumentsUntil: string | null;
    newDocumentsUntil: string | null;
    publishedAt: string;
  }[];
  moreQuestions: boolean;
  /** With `moreQuestions`: where the page of them ends. */
  nextQuestions?: string | null;
  questions: { id: string; text: string; answer: string | null; askedAt: string; answeredAt: string | null }[];
  plan?: Plan;
  candidateLimit: number;
  serverTime: string;
}

export interface Opening {
  status: string;
  closedAt: string;
  startedAt: string | null;
  windowEndsAt: string | null;
  bids?: number;
  sealedSet?: { root: string };
  roomId?: string | null;
  bidders?: { bidder: string; priced: boolean; decrypted: boolean }[];
  trustees?: { threshold: number; people: { name: string; organisation: string; released: boolean }[] };
  record?: string | null;
  recordSha256?: string | null;
}

/** What the signed record says of each bid. */
export interface RecordedBid {
  bidder: string;
  outcome: string;
  cause: string | null;
  priceFen: string | null;
  durationDays: number | null;
}

export interface Award {
  candidates?: { rank: number | null; bidId: string; bidder: string; priceFen: string }[];
  /** Who is no candidate any more, and the notices that are void by it (TBR 55). */
  fallen?: { bidId: string; cause: string }[];
  lost?: { bidder: string; priceFen: string; noticeSha256: string; noticedAt: string; lostAt: string }[];
  publicityFrom?: string;
  publicityUntil?: string;
  reportSha256?: string;
  objections: number | unknown[];
  winner?: string | null;
  priceFen?: string | null;
  fixedAt?: string | null;
  decision?: { basis: string; place: string; votes: Record<string, number>; members: number | unknown[] } | null;
  notice?: string | null;
  noticeSha256?: string | null;
  noticedAt?: string | null;
  contractPriceFen?: string;
  contractSignedAt?: string;
}

export interface Evaluation {
  signedAt?: string | null;
  committee?: { members: number; experts: number; away: number };
}

export interface Draw {
  drawId: string;
  status?: string;
  frozenAt?: string;
  drawnAt?: string | null;
  listHash: string;
  record?: { seed: string };
}
