import { ALL_ACTS } from '@domain/identity/roles';
import { bidMachine } from '@domain/bidding/bid.machine';
import { evaluationMachine } from '@domain/evaluation/evaluation.machine';
import { drawMachine } from '@domain/experts/draw.entity';
import { projectMachine } from '@domain/intake/project.machine';
import { openingMachine } from '@domain/opening/opening.machine';
import { tenderMachine } from '@domain/tender/tender.machine';

/**
 * No state without an exit: whoever is missing, silent or refuses, every machine comes to an end by what the others do, or by time. Persons of an office (the
 * tenderer's, the agency's, the centre's, the bureau's) are replaced by another appointment (`identity.grant-role`), so what is walked here is everybody whom
 * nobody can appoint: bidders, the winner, trustees, experts, members of a committee, and the one who asked or is asked to confirm.
 */
const NOBODY_APPOINTS = ['bidder', 'winner', 'trustee', 'expert', 'member', 'asker', 'confirmer'] as const;
type Participant = (typeof NOBODY_APPOINTS)[number];

interface Way {
  /** The permission that whoever does it holds; nothing: the platform does it when its time comes. */
  act?: string;
  /** Whom of those nobody appoints it needs. */
  needs?: Participant;
}
interface Exit extends Way {
  /** Who is missing no longer afterwards: another has taken his place. */
  fills: Participant;
  from: readonly string[];
  to?: string;
}
interface Walked {
  allowed(status: string): readonly string[];
  next(status: string, act: string): string;
  statuses: readonly string[];
  ends: readonly string[];
  /** By act; `act@status` where it is another's there. */
  ways: Readonly<Record<string, readonly Way[]>>;
  exits: readonly Exit[];
}

const walked = (
  machine: { statuses: readonly string[]; allowed(status: never): readonly string[]; next(status: never, act: never): string },
  rest: Pick<Walked, 'ends' | 'ways' | 'exits'>,
): Walked => ({ statuses: machine.statuses, allowed: (status) => machine.allowed(status as never), next: (status, act) => machine.next(status as never, act as never), ...rest });

const WORKING = ['assembling', 'electing', 'reviewing', 'judging', 'scoring', 'untying', 'signing'];
const member = (act: string): Way[] => [{ act, needs: 'member' }];

/** A request is no machine of its own: it waits, is decided, or its time is over. */
const PROPOSAL: Walked = {
  statuses: ['unsigned', 'open', 'confirmed', 'refused', 'expired'],
  allowed: (status) => ({ unsigned: ['sign', 'expire'], open: ['confirm', 'refuse', 'expire'] })[status] ?? [],
  next: (_, act) => ({ sign: 'open', confirm: 'confirmed', refuse: 'refused', expire: 'expired' })[act]!,
  ends: ['confirmed', 'refused', 'expired'],
  ways: { sign: [{ act: 'proposal.sign', needs: 'asker' }], confirm: [{ act: 'proposal.confirm', needs: 'confirmer' }], refuse: [{ act: 'proposal.confirm', needs: 'confirmer' }], expire: [{}] },
  exits: [],
};

const MACHINES: Readonly<Record<string, Walked>> = {
  project: walked(projectMachine, {
    ends: ['registered', 'archived'],
    ways: { submit: [{ act: 'project.submit' }], return: [{ act: 'project.return' }], accept: [{ act: 'project.accept' }], archive: [] },
    exits: [],
  }),
  tender: walked(tenderMachine, {
    ends: ['contracted', 'failed', 'terminated'],
    ways: {
      publish: [{ act: 'tender.publish' }],
      amend: [{ act: 'tender.amend' }],
      close: [{}],
      startOpening: [{ act: 'opening.start' }],
      finishOpening: [{ act: 'opening.conclude' }],
      startEvaluation: [{ act: 'committee.name-representative', needs: 'expert' }],
      signReport: member('report.sign'),
      publishCandidates: [{ act: 'candidates.publish' }],
      fixWinner: [{ act: 'award.fix-winner' }],
      loseWinner: [{ act: 'candidate.give-up', needs: 'winner' }],
      issueNotice: [{ act: 'award.issue-notice' }],
      signContract: [{ act: 'contract.sign', needs: 'winner' }],
      fail: [], // what a rule decides is no way out that somebody has
      'fail@publicity': [{ act: 'award.retender' }],
      terminate: [],
    },
    exits: [
      { act: 'candidate.exclude', fills: 'winner', from: ['decided', 'noticed'], to: 'publicity' },
      { act: 'member.replace', fills: 'member', from: ['evaluating'] },
      { fills: 'expert', from: ['closed', 'opened', 'evaluating'] }, // who is silent is passed over by the walk of the draw
    ],
  }),
  bid: walked(bidMachine, {
    ends: ['replaced', 'withdrawn', 'opened', 'revoked', 'unopened'],
    ways: {
      replace: [{ act: 'bid.submit', needs: 'bidder' }],
      withdraw: [{ act: 'bid.withdraw', needs: 'bidder' }],
      open: [
        { act: 'opening.decrypt', needs: 'bidder' },
        { act: 'opening.release-share', needs: 'trustee' },
      ],
      revoke: [{ act: 'opening.conclude' }],
      leaveUnopened: [{ act: 'opening.conclude' }],
    },
    exits: [],
  }),
  opening: walked(openingMachine, {
    ends: ['concluded'],
    ways: { start: [{ act: 'opening.start' }], decrypt: [{ act: 'opening.decrypt', needs: 'bidder' }], conclude: [{ act: 'opening.conclude' }] },
    exits: [],
  }),
  draw: walked(drawMachine, {
    ends: ['confirmed', 'exhausted', 'abandoned'],
    ways: {
      commit: [{ act: 'draw.contribute' }],
      run: [{ act: 'draw.contribute' }],
      confirm: [{ act: 'call.answer', needs: 'expert' }],
      reopen: [...member('expert.declare-avoidance'), { act: 'call.step-aside', needs: 'expert' }],
      exhaust: [{}],
      abandon: [{ act: 'draw.abandon' }],
    },
    exits: [{ fills: 'expert', from: ['drawn'] }],
  }),
  evaluation: walked(evaluationMachine, {
    ends: ['signed', 'ended'],
    ways: {
      assemble: member('expert.pledge'),
      elect: member('leader.elect'),
      review: member('review.mark'),
      doubt: member('review.mark'),
      goOn: member('evaluation.judge-competition'),
      tie: member('score.hand-in'),
      summarise: member('score.hand-in'),
      sign: member('report.sign'),
      end: member('evaluation.judge-competition'),
      replace: member('expert.declare-avoidance'),
    },
    exits: [{ act: 'member.replace', fills: 'member', from: WORKING, to: 'assembling' }],
  }),
  proposal: PROPOSAL,
};

const waysOf = ({ ways }: Walked, act: string, status: string): readonly Way[] => ways[`${act}@${status}`] ?? ways[act]!;

/** Whether an end is reached from here while `gone` does nothing. */
function ends(machine: Walked, from: string, gone: Participant | undefined): boolean {
  const seen = new Set<string>();
  const open: [string, Participant | undefined][] = [[from, gone]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [status, missing] = next;
    if (machine.ends.includes(status)) return true;
    if (seen.has(`${status} ${missing}`)) continue;
    seen.add(`${status} ${missing}`);
    for (const act of machine.allowed(status)) if (waysOf(machine, act, status).some(({ needs }) => !needs || needs !== missing)) open.push([machine.next(status, act), missing]);
    for (const exit of machine.exits) if (exit.fills === missing && exit.from.includes(status)) open.push([exit.to ?? status, undefined]);
  }
  return false;
}

const stuck = (machines: Readonly<Record<string, Walked>>): string[] =>
  Object.entries(machines).flatMap(([name, machine]) =>
    machine.statuses.flatMap((status) => [undefined, ...NOBODY_APPOINTS].filter((gone) => !ends(machine, status, gone)).map((gone) => `${name} ${status} without ${gone}`)),
  );

test('every state of every machine comes to an end, whoever is missing', () => {
  expect(stuck(MACHINES)).toEqual([]);
});

test('every act of every machine is somebody’s or time’s, and the permissions exist', () => {
  for (const [name, { statuses, allowed, ways, exits }] of Object.entries(MACHINES)) {
    const described = new Set(Object.keys(ways).map((key) => key.split('@')[0]!));
    expect([name, [...described].sort()]).toEqual([name, [...new Set(statuses.flatMap((status) => allowed(status)))].sort()]);
    const named = [...Object.values(ways).flat(), ...exits].flatMap(({ act }) => act ?? []);
    expect(named.filter((act) => !ALL_ACTS.has(act))).toEqual([]);
  }
});

describe('negative controls: with one exit taken away, somebody is stuck', () => {
  const without = (name: string, change: (machine: Walked) => Partial<Walked>) => stuck({ [name]: { ...MACHINES[name]!, ...change(MACHINES[name]!) } });

  test('no replacement of a member', () => {
    expect(without('evaluation', () => ({ exits: [] }))).toEqual(WORKING.map((status) => `evaluation ${status} without member`));
  });
  test('no exclusion of a winner who is silent', () => {
    expect(
      without('tender', ({ exits, ways }) => ({
        exits: exits.filter(({ act }) => act !== 'candidate.exclude'),
        ways: { ...ways, loseWinner: [{ act: 'candidate.give-up', needs: 'winner' }], 'fail@publicity': [] },
      })),
    ).toContain('tender noticed without winner');
  });
  test('no time that passes over an expert who does not answer', () => {
    expect(without('draw', ({ ways }) => ({ exits: [], ways: { ...ways, exhaust: member('call.answer').map((way) => ({ ...way, needs: 'expert' as const })), abandon: [] } }))).toEqual([
      'draw frozen without expert',
      'draw committed without expert',
      'draw drawn without expert',
    ]);
  });
  test('no end of a request’s time', () => {
    expect(without('proposal', ({ ways }) => ({ ways: { ...ways, expire: [] } }))).toEqual([
      'proposal unsigned without asker',
      'proposal unsigned without confirmer',
      'proposal open without confirmer',
    ]);
  });
});
