import { ACTS, actOf, type Info } from '@procedure';

/**
 * What an entry of the trail tells by being there: who did it, and that it was done. An entry is shown only to those who may know all of it at this stage
 * (`@procedure` sight); an act without a row is shown to nobody, and stops the boot when a route or message declares it. What is done in a procedure says so there.
 */
const BESIDE_PROCEDURES: readonly (readonly [needs: readonly Info[], acts: readonly string[]])[] = [
  [
    [],
    [
      ...['project.accept', 'project.return', 'hold.lift'],
      ...['trustee.read', 'outage.list', 'outage.settle', 'duty.settle', 'platform.beat', 'opening.read-outages'],
      ...['tender.list', 'tender.read', 'tender.read-notice'],
      ...['opening.read-public', 'opening.read-shares'],
      ...['draw.approve', 'draw.read-public'],
      ...['evaluation.open-room', 'evaluation.read', 'evaluation.read-public', 'room.enter', 'award.read'],
      ...['proposal.read', 'proposal.sign', 'proposal.confirm', 'file.upload', 'audit.read', 'audit.read-platform'],
      ...['organisation.register', 'organisation.rename', 'draft.keep', 'totp.enrol', 'password.change', 'totp.compare'],
      ...['session.start', 'session.challenge', 'session.read', 'session.end', 'session.revoke', 'session.prove', 'session.remember'],
      ...['certificate.bind', 'certificate.replace', 'certificate.read'],
      ...['identity.create-account', 'identity.grant-role', 'identity.appoint-head', 'identity.propose-role', 'identity.reset-password', 'identity.end-codes', 'identity.take-half'],
      ...['account.suspend', 'account.reinstate', 'account.read', 'account.read-own', 'trust.from-file'],
      ...['authority.read', 'authority.manage', 'authority.ask', 'authority.end', 'authority.recognise', 'calendar.import-year'],
      ...['venue.read', 'venue.manage', 'news.read', 'news.publish', 'article.read', 'figure.read', 'figure.recompute', 'pool.import', 'expert.declare-interest'],
      ...['health.live', 'health.ready', 'clock.read', 'clock.advance', 'job.read', 'demonstration.read', 'demonstration.seed', 'events.statistics', 'http.unknown'],
    ],
  ],
  [['downloaders'], ['tender.follow']],
  [['bidderNames'], ['file.claim', 'file.collect', 'bid.read', 'opening.open-bid']],
  [['committeeShape'], ['call.time-out', 'events.call.let-go', 'events.room.close']],
  [['memberNames'], ['call.answer', 'call.step-aside', 'call.read', 'events.evaluation.seat']],
];

export const DISCLOSES: ReadonlyMap<string, readonly Info[]> = new Map([
  ...BESIDE_PROCEDURES.flatMap(([needs, acts]) => acts.map((act) => [act, needs] as const)),
  ...ACTS.map((code) => [code, actOf(code).tells ?? []] as const),
]);

/** The acts whose entries may be shown to somebody who knows `known`. */
export const tellable = (known: (info: Info) => boolean): string[] => [...DISCLOSES].filter(([, needs]) => needs.every(known)).map(([act]) => act);

/** Whoever knocks at a hall has bid there, and whoever asks for an evaluation sits in it: the attempt tells it already. */
const KNOCKS = /^(room\.|evaluation\.|(opening|draw)\.read)/;

/**
 * The acts of the platform's own trail, in which no stage is known: refusals and sign-ins belong to no project. Only what tells nothing at any stage stands
 * there; what a stage opens stands in the trail of its project.
 */
export const TELLABLE_ALWAYS: readonly string[] = tellable(() => false).filter((act) => !KNOCKS.test(act));

/** Acts that somebody can do and whose traces nobody has thought about. */
export const undisclosed = (acts: Iterable<string>): string[] => [...new Set(acts)].filter((act) => !DISCLOSES.has(act)).sort();
