import type { LocalDate } from '@kernel';
import type { ArticleId } from './articles';
import type { Mark } from './instruments';

/**
 * The numbers of the law as data: periods, quorums, shares, caps. A number never stands in code; code asks `terms(project.ruleset)`.
 * When the law changes, a version with a new `effectiveFrom` is added: a running project keeps the ruleset of its entry.
 */

export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

/** d calendar days, WD working days, `share` a fraction of a whole. */
export type TermUnit = 'd' | 'WD' | 'h' | 'min' | 'y' | '%' | 'count' | 'fen' | 'share';

export interface TermVersion<V extends number | Fraction = number | Fraction> {
  readonly value: V;
  readonly unit: TermUnit;
  readonly article: ArticleId;
  readonly effectiveFrom: LocalDate;
  /** Last day on which it holds. */
  readonly effectiveTo?: LocalDate;
  /** It was read in the article itself and binds; a ruleset calls it hard where a rule enforces it too (uses.ts). False: a default that an administrator confirms, or only a warning. */
  readonly hard: boolean;
  readonly mark: Mark;
  /** The number of members must be odd too. */
  readonly odd?: true;
}

const LAW = '2000-01-01'; // 招标投标法 in force
const REGULATIONS = '2012-02-01'; // 实施条例 in force

type Numbered = TermVersion<number>;

/** A number read in the article itself: hard. */
const read = (value: number, unit: TermUnit, article: ArticleId, effectiveFrom: LocalDate = REGULATIONS): Numbered => ({
  value,
  unit,
  article,
  effectiveFrom,
  hard: true,
  mark: 'S',
});

/** A number from memory (M), from a secondary page (W) or designed here (D): never hard before it is confirmed. */
const assumed = (value: number, unit: TermUnit, article: ArticleId, mark: 'W' | 'M' | 'D'): Numbered => ({
  value,
  unit,
  article,
  effectiveFrom: REGULATIONS,
  hard: false,
  mark,
});

const share = (numerator: number, denominator: number, article: ArticleId, of: 'S' | 'W' | 'M' | 'D', effectiveFrom: LocalDate): TermVersion<Fraction> => ({
  value: { numerator, denominator },
  unit: 'share',
  article,
  effectiveFrom,
  hard: of === 'S',
  mark: of,
});

/** Construction tenders (rulebook 2.1, 2.3, 3.8, 4). Each code lists its versions, oldest first. */
export const CONSTRUCTION_TERMS = {
  // notice and documents
  minInvitees: [read(3, 'count', 'TBL-17', LAW)],
  minDocumentDays: [read(5, 'd', 'TBR-16')],
  minPrequalDays: [read(5, 'd', 'TBR-17')],
  minBidDays: [read(20, 'd', 'TBL-24', LAW)],
  clarificationDays: [read(15, 'd', 'TBR-21')],
  prequalClarificationDays: [read(3, 'd', 'TBR-21')],
  objectionDocDays: [read(10, 'd', 'TBR-22')],
  objectionPrequalDays: [read(2, 'd', 'TBR-22')],
  objectionDocAnswerDays: [read(3, 'd', 'TBR-22')],
  // deposits
  depositPercentMax: [read(2, '%', 'TBR-26')],
  depositWorksMaxFen: [assumed(80_000_000, 'fen', 'O30-37', 'M')],
  withdrawalRefundDays: [read(5, 'd', 'TBR-35')],
  depositRefundDays: [read(5, 'd', 'TBR-57')],
  performanceDepositPercentMax: [read(10, '%', 'TBR-58')],
  // bids and opening
  minBidders: [read(3, 'count', 'TBR-44')],
  minPrequalified: [read(3, 'count', 'TBR-19')],
  openingSignInMinutes: [assumed(60, 'min', 'TBL-35', 'D')],
  decryptionWindowMinutes: [assumed(30, 'min', 'O20-30', 'M')],
  // committee
  committeeMin: [{ ...read(5, 'count', 'TBL-37', LAW), odd: true }],
  expertShare: [share(2, 3, 'TBL-37', 'S', LAW)],
  expertYears: [read(8, 'y', 'TBL-37', LAW)],
  expertAgeMax: [assumed(70, 'y', 'O26-7', 'M')],
  avoidanceYears: [assumed(3, 'y', 'GPR-9', 'D')],
  awayShare: [share(1, 3, '807-0', 'M', REGULATIONS)],
  drawPoolFactor: [assumed(3, 'count', 'TBR-46', 'D')],
  maxPerEmployer: [assumed(1, 'count', 'TBR-46', 'D')],
  expertLateMinutes: [assumed(30, 'min', 'TBR-48', 'M')],
  subVenueAnswerHours: [assumed(4, 'h', '807-0', 'M')],
  networkLossMinutes: [assumed(30, 'min', '1117-15', 'D')],
  // evaluation
  extendTimeShare: [share(1, 3, 'TBR-48', 'S', REGULATIONS)],
  scoreDeviationPercent: [assumed(30, '%', 'O87-64', 'M')],
  minValidBids: [read(3, 'count', 'O12-27', '2001-07-05')],
  // award
  candidatesMax: [read(3, 'count', 'TBR-53')],
  publicityStartDays: [read(3, 'd', 'TBR-54')],
  publicityDays: [read(3, 'd', 'TBR-54')],
  objectionResultAnswerDays: [read(3, 'd', 'TBR-54')],
  decisionCommitteeMin: [{ ...assumed(7, 'count', 'TBR-55', 'D'), odd: true }],
  decisionCandidatesMax: [assumed(5, 'count', 'TBR-53', 'D')],
  contractDays: [read(30, 'd', 'TBL-46', LAW)],
  reportDays: [read(15, 'd', 'TBL-47', LAW)],
  // disputes
  complaintDays: [read(10, 'd', 'TBR-60')],
  complaintAcceptDays: [read(3, 'WD', 'TBR-61')],
  complaintDecisionDays: [read(30, 'WD', 'TBR-61')],
  // office and archive
  entryReviewDays: [assumed(1, 'WD', '1117-1', 'D')],
  retentionYears: [assumed(15, 'y', 'GPL-42', 'D')],
  recordingRetentionYears: [assumed(15, 'y', 'O87-39', 'D')],
} as const satisfies Readonly<Record<string, readonly TermVersion[]>>;

export type TermCode = keyof typeof CONSTRUCTION_TERMS;

export interface Term extends TermVersion {
  readonly code: TermCode;
}

export const TERM_CODES = Object.keys(CONSTRUCTION_TERMS) as TermCode[];

/** The values by code: numbers, or fractions where the law speaks of a share. */
export type Terms = { readonly [C in TermCode]: (typeof CONSTRUCTION_TERMS)[C][number]['value'] };

/** `part` is at least the share of `whole`, in whole numbers: two thirds of 5 are 4. */
export const atLeastShare = (part: number, whole: number, of: Fraction): boolean => part * of.denominator >= whole * of.numerator;

/** `part` is more than the share of `whole`. */
export const moreThanShare = (part: number, whole: number, of: Fraction): boolean => part * of.denominator > whole * of.numerator;

/** The least whole number that is at least the share of `whole`. */
export const leastOf = (whole: number, of: Fraction): number => Math.ceil((whole * of.numerator) / of.denominator);
