/** Where a row's own page is; or why it has none. */
export type PageOf = ((row: Record<string, unknown>) => string | undefined) | string;

/** Of a request: of the tender that it is about, draft or not, or of the project. */
const subjectOf = ({ act, objectId, projectId }: Record<string, unknown>) =>
  typeof act === 'string' && act.startsWith('tender.') ? `/api/tenders/${objectId as string}` : typeof projectId === 'string' ? `/api/projects/${projectId}` : undefined;
const tenderOf = ({ tenderId }: Record<string, unknown>) => (typeof tenderId === 'string' ? `/api/tenders/${tenderId}` : undefined);
/** Every list that the interfaces offer, and where each of its rows has its own page. A new list without a row here fails sight.spec.ts. */
export const LISTS: Record<string, PageOf> = {
  '/api/tenders': ({ id }) => `/api/tenders/${id as string}`,
  '/api/projects': ({ id }) => `/api/projects/${id as string}`,
  '/api/todo': (row) => (row['kind'] === 'proposal.confirm' ? `/api/proposals/${row['objectId'] as string}` : tenderOf(row)),
  '/api/supervision/due': tenderOf,
  '/api/supervision/running': tenderOf,
  '/api/venue/sessions': tenderOf,
  '/api/follows': tenderOf,
  '/api/bids': 'one’s own bids only',
  '/api/evaluations': ({ tenderId }) => `/api/tenders/${tenderId as string}/evaluation`,
  '/api/proposals': subjectOf,
  '/api/proposals/own': ({ id }) => `/api/proposals/${id as string}`,
  '/api/outages': 'when the platform was away',
  '/api/tenders/{id}/opening/outages': 'what moved is public; whose bid was on its way is asked of the sight table (outages.spec)',
  '/api/calendar/years': 'the years that can be counted in; no page of its own',
  '/api/proposals/of/{projectId}': 'asks what the page of each request asks, in one text (READS)',
  '/api/calls': 'an expert’s own calls only',
  '/api/sessions': 'one’s own sessions only',
  '/api/first-passwords': 'halves that one has to hand over oneself; what they are for stands in the request that was confirmed',
  '/api/me/certificates': 'one’s own certificates only',
  '/api/venue/rooms': 'rooms of the own trading centre, by organisation',
  '/api/me/organisation/names': 'names of one’s own organisation',
  '/api/me/organisation/accounts': 'people of one’s own organisation, for its head only',
  '/api/tenders/{id}/uploads': 'one’s own uploads only',
  '/api/trustees': 'people who may be named as trustees, for those who draft a notice',
  '/api/news': ({ id }) => `/api/news/${id as string}`,
  '/api/articles': 'the law',
  '/api/roles': 'what roles there are',
  '/api/rulesets': 'the law',
  '/api/accounts': 'for the security administrator only',
  '/api/organisations': 'for the security administrator only',
  '/api/certificates': 'for administrators only',
  '/api/jobs': 'for the system administrator only',
  '/api/health/parts': 'for the system administrator only',
  '/api/tenders/{id}/questions': 'belongs to the tender and asks the sight table itself',
  '/api/tenders/{id}/draws': 'belongs to the tender and asks the sight table itself',
  '/api/tenders/{id}/bids/mine': 'one’s own bids only',
};

/** What a row says that is not its page's: of the list itself, not of what the page shows. A field that is new in a row is found, until somebody has looked at it and named it here. */
export const OWN_TO_ROW: Record<string, readonly string[]> = {
  '/api/todo': ['article', 'citation', 'code', 'dueAt', 'kind', 'objectId', 'overdue', 'tenderId', 'title'],
  '/api/supervision/due': ['article', 'citation', 'dueAt', 'kind', 'objectId', 'overdue', 'owes', 'tenderId'],
  '/api/supervision/running': ['kind', 'lastEventAt', 'roomId', 'seats', 'since', 'tenderId'],
  '/api/venue/sessions': ['kind', 'room', 'roomUntil', 'startsAt', 'tenderId'],
  '/api/follows': ['followedAt', 'tenderId'],
  '/api/evaluations': ['seat', 'title'],
  // of the request, whose subject the page is
  '/api/proposals': [...['act', 'askedAt', 'askedBy', 'contentSha256', 'decidedAt', 'decidedBy', 'expiresAt', 'lot', 'objectId', 'projectName', 'reason'], ...['signedByAsker', 'signedByConfirmer']],
};
/** Where the page has another thing by this name. */
export const OTHER_THERE: Record<string, readonly string[]> = {
  '/api/todo': ['objectId'], // of the duty, which is the request
  '/api/supervision/running': ['status'], // of the hall or room
  '/api/proposals': ['id', 'status'], // of the request
};
