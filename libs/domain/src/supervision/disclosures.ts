import type { Info } from '../tender';

/**
 * What an entry of the trail tells by being there: who did it, and that it was done. An entry is shown only to those who may know all of it at this stage (sight.ts);
 * an act without a row is shown to nobody, and stops the boot when a route or message declares it.
 */
const BY_INFO: readonly (readonly [needs: readonly Info[], acts: readonly string[]])[] = [
  [
    [],
    [
      ...['project.register', 'project.submit', 'project.accept', 'project.return', 'project.read-submitted', 'hold.place', 'hold.lift'],
      ...['tender.draft', 'tender.publish', 'tender.answer', 'tender.amend', 'tender.terminate', 'tender.move-deadline', 'trustee.read'],
      ...['outage.list', 'outage.settle', 'platform.beat', 'opening.read-outages'],
      ...['tender.list', 'tender.read', 'tender.read-notice'],
      ...['bidding.close', 'bidding.read', 'opening.start', 'opening.draw-coefficient', 'opening.conclude', 'opening.read', 'opening.read-public', 'opening.release-share', 'opening.read-shares'],
      ...['draw.request', 'draw.approve', 'draw.abandon', 'draw.contribute', 'draw.read', 'draw.read-public'],
      ...['evaluation.open-room', 'evaluation.read', 'evaluation.read-public', 'room.enter'],
      ...['candidates.publish', 'objection.answer', 'award.fix-winner', 'award.issue-notice', 'award.read', 'candidate.give-up', 'candidate.exclude', 'award.retender', 'contract.sign'],
      ...['proposal.read', 'proposal.sign', 'proposal.confirm', 'file.upload', 'audit.read', 'audit.read-own', 'audit.read-platform'],
      ...[
        'organisation.register',
        'organisation.rename',
        'session.start',
        'session.challenge',
        'session.read',
        'session.end',
        'session.revoke',
        'draft.keep',
        'session.prove',
        'session.remember',
        'totp.enrol',
        'password.change',
        'totp.compare',
        'certificate.bind',
        'certificate.replace',
        'certificate.read',
      ],
      ...[
        'identity.create-account',
        'identity.grant-role',
        'account.suspend',
        'account.reinstate',
        'account.read',
        'authority.read',
        'authority.manage',
        'authority.ask',
        'authority.end',
        'authority.recognise',
        'calendar.import-year',
        'account.read-own',
        'identity.appoint-head',
        'identity.propose-role',
        'identity.reset-password',
        'identity.end-codes',
        'identity.take-half',
        'trust.from-file',
      ],
      ...['venue.read', 'venue.manage', 'news.read', 'news.publish', 'article.read', 'figure.read', 'figure.recompute', 'pool.import', 'pool.read', 'expert.declare-interest'],
      ...['health.live', 'health.ready', 'clock.read', 'clock.advance', 'job.read', 'demonstration.read', 'demonstration.seed', 'events.statistics', 'http.unknown'],
    ],
  ],
  [['downloaders'], ['tender.download', 'tender.follow']],
  [['questionAuthor'], ['tender.ask']],
  [['bidderNames'], ['file.claim', 'file.collect', 'bid.upload', 'bid.read', 'bid.submit', 'bid.withdraw', 'opening.decrypt', 'opening.open-bid']],
  [['committeeShape'], ['call.time-out']],
  [
    ['memberNames'],
    [
      ...[
        'committee.name-representative',
        'call.answer',
        'call.step-aside',
        'call.read',
        'expert.check-in',
        'expert.pledge',
        'expert.declare-avoidance',
        'leader.elect',
        'events.evaluation.seat',
        'member.replace',
      ],
      ...['review.mark', 'review.reject', 'evaluation.judge-competition', 'evaluation.final-check', 'score.save', 'score.hand-in', 'tie.vote', 'report.sign', 'report.dissent'],
    ],
  ],
  [['objector'], ['objection.raise']],
];

export const DISCLOSES: ReadonlyMap<string, readonly Info[]> = new Map(BY_INFO.flatMap(([needs, acts]) => acts.map((act) => [act, needs] as const)));

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
