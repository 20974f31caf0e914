import type { Info } from '@procedure';
import { DISCLOSES } from './disclosures';

/** What somebody reads at an address: rows of the sight table that are asked before it answers, or, where it asks none, why everybody who may read it may know all of it. */
type Reading = readonly Info[] | string;

const OWN = 'one’s own only';
const PUBLIC = 'what everybody may know';
const DESK = 'of an administrator’s office; of no procedure';
const TENDER = ['ceilingPrice', 'invitees', 'lotItself', 'method', 'openQuestion', 'questionText'] as const;
/** An entry tells by being there. */
const TRAIL: readonly Info[] = ['auditDetail', 'auditEntry', ...new Set([...DISCLOSES.values()].flat())];
const REQUEST = 'asks who may read the request, whose content says no more than its object’s page';

/**
 * Each address that is read, so that nothing new is told without somebody having thought about who may know it (roles.md 4): an address without a row stops the boot, and
 * a row of the sight table that a module asks and does not name here, or names and does not ask, is found (readings.spec.ts).
 */
export const READINGS: Readonly<Record<string, Reading>> = {
  '/health/live': PUBLIC,
  '/health/ready': PUBLIC,
  '/api/clock': PUBLIC,
  '/api/articles': PUBLIC,
  '/api/news': PUBLIC,
  '/api/news/:id': PUBLIC,
  '/api/statistics': PUBLIC,
  '/api/statistics.xlsx': PUBLIC,
  '/api/outages': PUBLIC,
  '/api/authorities': PUBLIC,
  '/api/demonstration': PUBLIC,
  '/api/demonstration/people/:login/key': PUBLIC,
  '/api/demonstration/people/:login/encryption-key': PUBLIC,
  '/api/roles': PUBLIC,
  '/api/rulesets': PUBLIC,
  '/api/calendar/years': PUBLIC,

  '/api/me': OWN,
  '/api/me/certificates': OWN,
  '/api/me/organisation/names': OWN,
  '/api/me/organisation/accounts': 'people of one’s own organisation, for its head',
  '/api/sessions': OWN,
  '/api/drafts/:key': OWN,
  '/api/first-passwords': OWN,
  '/api/calls': OWN,
  '/api/bids': OWN,
  '/api/receipts/:code': OWN,
  '/api/tenders/:id/bids/mine': OWN,
  '/api/tenders/:id/uploads': OWN,
  '/api/uploads/:id': OWN,
  '/api/tenders/:id/opening/evidence': OWN,
  '/api/evaluations/:id/draft': OWN,
  '/api/evaluations': 'where one sits oneself',

  '/api/accounts': DESK,
  '/api/organisations': DESK,
  '/api/certificates': DESK,
  '/api/jobs': DESK,
  '/api/health/parts': DESK,
  '/api/trustees': 'people who may be named in a notice, for those who draft it',
  '/api/venue/rooms': 'rooms of one’s own trading centre',
  '/api/venue/sessions': ['lotItself', 'seatPlan'],

  '/api/proposals': REQUEST,
  '/api/proposals/own': REQUEST,
  '/api/proposals/of/:projectId': REQUEST,
  '/api/proposals/:id': REQUEST,
  '/api/proposals/:id/evidence': REQUEST,

  '/api/projects': 'one’s own projects; what was handed in, for the entry desk; what is registered, for the bureau',
  '/api/projects/:id': 'as their list',
  '/api/tenders': TENDER,
  '/api/tenders.xlsx': TENDER,
  '/api/tenders/:id': TENDER,
  '/api/tenders/:id/questions': ['openQuestion', 'questionText'],
  '/api/tenders/:id/notice': 'published with the tender',
  '/api/tenders/:id/documents/:fileId': 'published with the tender',
  '/api/follows': OWN,

  '/api/tenders/:id/opening': ['bidCount', 'bidderNames', 'bidTotals', 'sealedSetRoot'],
  '/api/tenders/:id/opening/outages': ['downloaders'],
  '/api/tenders/:id/draws': ['committeeShape', 'drawHashes', 'drawOrder'],
  '/api/tenders/:id/evaluation': [
    ...(['basePrice', 'bidBody', 'bidLines', 'committeeShape', 'dissent'] as const),
    ...(['handInState', 'memberNames', 'memberScores', 'ranking', 'rejections', 'report'] as const),
  ],
  '/api/bids/:id/documents/:name': ['bidBody'],
  '/api/evaluations/:id/tender-documents/:fileId': 'published with the tender',
  '/api/tenders/:id/award': ['ranking'],

  '/api/todo': ['lotItself', 'objector', 'openQuestion'],
  '/api/supervision/due': ['lotItself', 'objector', 'openQuestion'],
  '/api/supervision/running': ['bidCount', 'committeeShape', 'evaluationRoom', 'handInState', 'lotItself', 'memberNames', 'rejections'],
  '/api/projects/:id/audit': TRAIL,
  '/api/projects/:id/audit.xlsx': TRAIL,
  '/api/trail': 'what tells nothing at any stage (TELLABLE_ALWAYS)',
};

/** Of addresses as routes declare them (`GET /api/tenders/:id`): those that say nowhere whom they ask. */
export const unthought = (addresses: Iterable<string>): string[] => [...addresses].filter((address) => address.startsWith('GET ') && !Object.hasOwn(READINGS, address.slice('GET '.length))).sort();
