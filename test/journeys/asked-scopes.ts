/** The rows of a tender's life, as SQL conditions; `T`, `P` and `O` stand for the tender, its project and what is acted on. */
const PARTIES = `id in (select tenderer_id from project where id = 'P' union select agency_id from project where id = 'P')`;
const PROJECT = { project: `id = 'P'`, organisation: PARTIES };
const TENDER = { ...PROJECT, tender: `id = 'T'`, tender_document: `tender_id = 'T'`, file: `id in (select file_id from tender_document where tender_id = 'T')` };
const TRUSTEES = `(select (p->>'accountId')::uuid from tender, jsonb_array_elements(trustees->'people') p where id = 'T')`;
const BIDDERS = { bid: `tender_id = 'T'`, organisation: `${PARTIES} or id in (select bidder_id from bid where tender_id = 'T')` };
const AWARD = { ...TENDER, ...BIDDERS, award: `tender_id = 'T'` };
const WINNER = `(select winner_bid_id from award where tender_id = 'T')`;

const RIGHTS = ['identity.grant-role', 'identity.propose-role', 'identity.appoint-head', 'identity.reset-password', 'identity.end-codes', 'account.suspend', 'account.reinstate'];
const PERSON = { account: `id = 'O'`, organisation: `id = (select organisation_id from account where id = 'O')` };

export type Scope = Readonly<Record<string, string>>;

/** Which rows each act publishes, fixes or rests on. */
export const SCOPES: Readonly<Record<string, Scope>> = {
  'project.submit': PROJECT,
  'tender.publish': { ...TENDER, account: `id in ${TRUSTEES}`, certificate: `account_id in ${TRUSTEES} and usage = 'encipherment'` },
  'tender.invite': { ...TENDER, tender_invitee: `tender_id = 'T'`, organisation: `${PARTIES} or id in (select organisation_id from tender_invitee where tender_id = 'T')` },
  'tender.amend': TENDER,
  'tender.terminate': TENDER,
  'opening.conclude': { ...TENDER, ...BIDDERS, opening: `tender_id = 'T'`, opened_bid: `tender_id = 'T'`, account: `id = (select presiding from opening where tender_id = 'T')` },
  'draw.approve': TENDER,
  'draw.abandon': { ...TENDER, draw: `id = 'O'` },
  'candidates.publish': { ...TENDER, ...BIDDERS, evaluation: `tender_id = 'T'` },
  'objection.answer': { ...TENDER, objection: `id = 'O'` },
  'member.replace': { ...TENDER, evaluation: `id = 'O'` },
  'candidate.exclude': AWARD,
  'award.retender': AWARD,
  'award.fix-winner': AWARD,
  'award.issue-notice': AWARD,
  ...Object.fromEntries(RIGHTS.map((act) => [act, PERSON])),
  'certificate.replace': { ...PERSON, certificate: `account_id = 'O' and usage = 'signing'` },
  'organisation.rename': { organisation: `id = 'O'` },
  'pool.import': { organisation: `id = 'O'` }, // of the experts there is nothing before
  'authority.recognise': {}, // rests on nothing but the certificate that was sent
  'calendar.import-year': {}, // rests on nothing but the days that were sent
  'authority.end': { trusted_authority: `fingerprint = 'O'` },
  'contract.sign': { ...AWARD, bid: `id = ${WINNER}`, organisation: `${PARTIES} or id = (select winner_id from award where tender_id = 'T')` },
};

/** Tables that hang on a tender or a project and stand in no scope. */
export const OUTSIDE: Readonly<Record<string, string>> = {
  audit_entry: 'what happened; append-only',
  event_log: 'what happened; append-only',
  duty: 'follows from what the others hold',
  evaluation_member: 'what its members did stands in the signed report',
  lost_award: 'what came of earlier notices; append-only',
  hold: 'asked at the confirmation, by a rule of its own',
  proposal: 'the requests themselves',
  role_grant: 'rights are asked at the confirmation',
  room: 'the hall repeats what was recorded',
  tender_amendment: 'each was published by its own two-person act; later acts rest on the tender as it left it',
  tender_question: 'published one by one with their answers; nobody changes one, and an amendment that answers one says its text',
  outage_lot: 'what an outage moved; append-only',
  outage_doubt: 'whose bid was on its way; append-only',
  tender_download: 'who took the documents',
  tender_follow: 'who follows a tender',
  bid_upload: 'ciphertext that is no bid',
  bid_transfer: 'ciphertext that is no bid',
  storage_claim: 'room on the disk that an upload holds',
  spoilt_share: 'what came of it stands in opened_bid, or nothing did',
  released_share: 'what was opened with it stands in opened_bid',
  venue_booking: 'a place for some hours',
};

const COUNTED = 'counts writes and says nothing by itself';
const NOT_READ = 'the act does not read it';
const WRITTEN = 'the act writes it; a rule refuses where it is written already';
const SIGNED = 'stands in the signed report, whose digest is part of the content';
const SETTLED = 'settled by the award notice, whose digest is part of the content; how it came to it is not for the winner';
const SEALED = 'fixed and signed at the deadline; the root stands in the content';
const LOGIN = 'about signing in; no act says it';

const all = (reason: string, table: string, columns: string) => Object.fromEntries(columns.split(' ').map((column) => [`${table}.${column}`, reason]));

/**
 * What may change between asking and confirming, and why: a column, or the way into its JSON (`*` for all below). An act before it says that it is so
 * for this act only.
 */
export const IRRELEVANT: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['project', 'organisation', 'tender', 'file', 'account', 'certificate', 'opening', 'draw', 'evaluation', 'objection', 'award', 'bid'].map((table) => [`${table}.version`, COUNTED]),
  ),
  'project.created_at': 'when the draft was begun',
  'project.return_reason': 'what the centre said of an earlier submission; submitting again clears it',
  ...Object.fromEntries(
    Object.entries(SCOPES)
      .filter(([act, scope]) => act !== 'project.submit' && scope['project'])
      .flatMap(([act]) => ['mandate', 'estimate_fen'].map((column) => [`${act} project.${column}`, 'confirmed at the entry; no act on a tender says it, and not everybody may read it'])),
  ),
  ...all('who it is stands there by name and credit code', 'organisation', 'region registered_at'),
  ...all('only of a tender that has ended, and no act is left for such a one', 'tender', 'ended_at end_reason end_article'),
  'tender.created_at': 'when the draft was begun',
  'tender.next_due_at': 'tells the sweep when to look again',
  'tender.trustees/people/[]/fingerprint': 'the digest in the content is taken from the certificate',
  'tender.trustees/people/[]/organisationId': 'who it is stands there by account and by the name of the organisation',
  ...Object.fromEntries(
    ['name', 'organisation', 'certificate'].map((part) => [`tender.publish tender.trustees/people/[]/${part}`, 'taken anew from the account and its certificate when the notice goes out']),
  ),
  'tender_document.added_at': 'when it was attached',
  ...all('where a file came from; what it is stands there by name and digest', 'file', 'uploaded_by organisation_id uploaded_at stored_at'),
  ...all(LOGIN, 'account', 'person_hash person_document password_hash totp_secret totp_since totp_used'),
  ...Object.fromEntries(RIGHTS.map((act) => [`${act} account.suspended_at`, 'a rule refuses: what is done to an account in use is done to no suspended one, and the other way round'])),
  'certificate.replace account.suspended_at': 'a rule refuses: nothing is replaced for a suspended account',
  'certificate.replace certificate.pem': 'those that end stand there by their digests',
  ...all('which one it is stands there by name and digest', 'trusted_authority', 'pem trusted_at note'),
  ...Object.fromEntries(['organisation_id', 'login', 'suspended_at'].map((column) => [`opening.conclude account.${column}`, 'the record names who presided by name only'])),
  ...all('decides which certificate is in force; that one stands in the content', 'certificate', 'algorithm not_before not_after bound_at key_sha256'),

  ...all(SEALED, 'bid', 'number manifest signature signer_fingerprint cipher_sha256 cipher_size arrival receipt receipt_signature receipt_stamp submitted_by received_at escrow'),
  'bid.ended_at': 'of bids that were replaced or withdrawn before the deadline',
  ...Object.fromEntries(
    ['candidates.publish', 'award.fix-winner', 'award.issue-notice', 'contract.sign', 'candidate.exclude', 'award.retender'].map((act) => [`${act} bid.status`, 'settled by the opening record']),
  ),
  ...all(SEALED, 'opening', 'sealed_set/* set_statement set_signature set_stamp closed_at coefficient_secret coefficient_commitment'),
  ...all(WRITTEN, 'opening', 'witness record record_sha256 record_signature record_file_id concluded_at'),
  'opening.room_id': NOT_READ,
  'opened_bid.at': 'when it was opened; the record does not say it',

  ...all('secret, or running by itself: the draw is given up whatever it came to', 'draw', 'salt platform_secret seed declined drawn_at thin'),
  'draw.project_id': NOT_READ,

  ...all(SIGNED, 'evaluation', 'leader_seat rejections competition ties summary/method/* summary/rows/[]/remarks/* summary/rows/[]/evaluatedPriceFen'),
  ...Object.fromEntries(['status', 'summary', 'report'].map((column) => [`member.replace evaluation.${column}`, 'the others work on meanwhile; a rule refuses once the report is signed'])),
  'evaluation.report_sha256': 'the digest in the content is taken from the report',
  ...all(NOT_READ, 'evaluation', 'project_id room_id draw_id starts_at report_file_id signed_at'),

  'objection.organisation_id': 'its author is hidden from both persons',
  ...all(NOT_READ, 'objection', 'project_id hold_id'),
  ...all(WRITTEN, 'objection', 'answer answered_at'),

  'award.project_id': NOT_READ,
  'award.retender award.price_fen': 'without a winner there is no price',
  'award.notice_id': 'tells notices apart for the figures; which one it is stands there by its digest',
  ...Object.fromEntries(
    ['candidate.exclude award.decision/*', 'award.retender award.decision', 'candidate.exclude award.winner_id', 'award.retender award.winner_id'].map((place) => [
      place,
      'whoever was chosen stands there by his bid',
    ]),
  ),
  ...Object.fromEntries(['decision', 'winner_bid_id', 'winner_id', 'price_fen'].map((column) => [`award.fix-winner award.${column}`, WRITTEN])),
  'award.fixed_at': 'when the winner was fixed; no document says it',
  ...Object.fromEntries(['award.fix-winner', 'award.issue-notice'].flatMap((act) => ['notice', 'noticed_at'].map((column) => [`${act} award.${column}`, WRITTEN]))),
  ...all(WRITTEN, 'award', 'contract contract_signed_at notice_signature notice_file_id'),
  'award.notice_sha256': 'the digest in the content is taken from the notice',
  ...Object.fromEntries(['candidates/*', 'decision/*', 'given_up/*', 'publicity_from', 'publicity_until', 'report_sha256'].map((column) => [`contract.sign award.${column}`, SETTLED])),
};

/** What stands where a JSON value is empty so far; `bidId` is one of the candidates'. */
export const samples = (bidId: string) => ({
  'tender.trustees': { threshold: 2, people: [] },
  'tender.plan/items': [{ id: 'more', name: '业绩', min: '0', max: '5', objective: true }],
  'opening.coefficients': { factor: { value: '0.97' } },
  'award.given_up': [{ bidId, reason: '无法履约' }],
  'award.decision': { place: '定标室', members: [], votes: {}, basis: '' },
  'award.contract': { priceFen: '1', text: '另一份', signedBy: '' },
  'evaluation.rejections': [{ bidId, itemId: 'signed', votes: { against: 3, of: 5 }, reasons: [] }],
  'evaluation.competition': { continue: true, votes: 3, reasons: [] },
  'draw.declined': ['somebody'],
  'draw.thin': [{ specialty: 'A08', eligible: 1, need: 1 }],
  'draw.reveals': { bureau: '00' },
});
