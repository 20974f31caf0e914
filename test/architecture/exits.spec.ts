import { ALL_ACTS } from '@domain/identity/roles';
import { bidMachine } from '@domain/bidding/bid.machine';
import { evaluationMachine } from '@domain/evaluation/evaluation.machine';
import { drawMachine } from '@domain/experts/draw.entity';
import { projectMachine } from '@domain/intake/project.machine';
import { openingMachine } from '@domain/opening/opening.machine';
import { invites, type Procedure, PROCEDURES } from '@procedure';
import { declaredRoutes } from '../attack/surface';
import { codeOf, isTest, type Source, sources } from './sources';

/**
 * No state without an exit: whoever is missing, silent or refuses, every machine comes to an end by what the others do, or by time. Persons of an office (the
 * tenderer's, the agency's, the centre's, the bureau's) are replaced by another appointment (`identity.grant-role`), so what is walked here is everybody whom
 * nobody can appoint: bidders, the winner, trustees, experts, members of a committee, and the one who asked or is asked to confirm.
 */
const NOBODY_APPOINTS = ['bidder', 'winner', 'trustee', 'expert', 'member', 'asker', 'confirmer'] as const;
type Participant = (typeof NOBODY_APPOINTS)[number];

interface Way {
  /** The permission that whoever does it holds. */
  act?: string;
  /** Without one the platform does it when its time comes: by this job, or `read`: by reading it after its time. */
  when?: string;
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
  ways: {
    sign: [{ act: 'proposal.sign', needs: 'asker' }],
    confirm: [{ act: 'proposal.confirm', needs: 'confirmer' }],
    refuse: [{ act: 'proposal.confirm', needs: 'confirmer' }],
    expire: [{ when: 'read' }],
  },
  exits: [],
};

/** Of a lot's acts that move it, what the value does not say: whom of those nobody appoints one needs, by what time the platform does it. */
const LOT_WAYS: Readonly<Record<string, Way[]>> = {
  'bidding.close': [{ when: 'bidding.close' }],
  'committee.name-representative': [{ act: 'committee.name-representative', needs: 'expert' }],
  'report.complete': member('report.sign'),
  'candidate.exclude': [], // an exit, below
  'candidate.give-up': [{ act: 'candidate.give-up', needs: 'winner' }],
  'contract.sign': [{ act: 'contract.sign', needs: 'winner' }],
  'tender.fail': [], // what a rule decides is no way out that somebody has
  'tender.terminate': [],
};

/** A lot under a procedure, as its value has it. */
function lotOf({ stages, acts, ends }: Procedure): Walked {
  const moving = (stage: string) => Object.keys(acts).filter((code) => acts[code]!.in.includes(stage) && acts[code]!.to !== undefined && acts[code]!.to !== stage);
  return {
    statuses: Object.keys(stages),
    allowed: moving,
    next: (_, act) => acts[act]!.to!,
    ends,
    ways: Object.fromEntries([...new Set(Object.keys(stages).flatMap(moving))].map((code) => [code, LOT_WAYS[code] ?? [{ act: code }]])),
    exits: [
      { act: 'candidate.exclude', fills: 'winner', from: ['decided', 'noticed'], to: 'publicity' },
      { act: 'member.replace', fills: 'member', from: ['evaluating'] },
      { when: 'call.time-out', fills: 'expert', from: ['closed', 'opened', 'evaluating'] }, // who is silent is passed over by the walk of the draw
    ],
  };
}

const MACHINES: Readonly<Record<string, Walked>> = {
  project: walked(projectMachine, {
    ends: ['registered', 'archived'],
    ways: { submit: [{ act: 'project.submit' }], return: [{ act: 'project.return' }], accept: [{ act: 'project.accept' }], archive: [] },
    exits: [],
  }),
  ...Object.fromEntries(PROCEDURES.map((one) => [one.id, lotOf(one as Procedure)])),
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
      exhaust: [{ when: 'call.time-out' }],
      abandon: [{ act: 'draw.abandon' }],
    },
    exits: [{ when: 'call.time-out', fills: 'expert', from: ['drawn'] }],
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

/** By which act the documents of a procedure go out. */
const outOf = (procedure: string): string => (invites({ procedure }) ? 'tender.invite: tender.invite' : 'tender.publish: tender.publish');

/** What no second way stands beside. */
const ONLY = [
  ...['project submit: project.submit', 'project accept: project.accept'],
  ...PROCEDURES.flatMap(({ id }) => [
    ...[outOf(id), 'bidding.close: bidding.close', 'opening.start: opening.start', 'opening.conclude: opening.conclude'].map((way) => `${id} ${way}`),
    ...['committee.name-representative: committee.name-representative', 'report.complete: report.sign', 'candidates.publish: candidates.publish'].map((way) => `${id} ${way}`),
    ...['winner: candidate.exclude', 'member: member.replace', 'expert: call.time-out'].map((exit) => `${id}, another ${exit}`),
  ]),
  ...['opening start: opening.start', 'opening conclude: opening.conclude'],
  ...['evaluation assemble: expert.pledge', 'evaluation elect: leader.elect', 'evaluation, another member: member.replace'],
  'proposal expire: read',
];
/** What leads back to where it came from: no way out by itself. */
const ROUND = [
  'project submitted return: project.return',
  'opening decrypting decrypt: opening.decrypt',
  ...['electing', 'reviewing'].map((status) => `evaluation ${status} replace: expert.declare-avoidance`),
];

/** Every way and every exit of a machine, taken away in turn. */
const removals = Object.entries(MACHINES).flatMap(([name, machine]) => [
  ...Object.entries(machine.ways).flatMap(([key, all]) =>
    all.map((way) => ({ what: `${name} ${key}: ${way.act ?? way.when}`, name, rest: { ...machine, ways: { ...machine.ways, [key]: all.filter((one) => one !== way) } } })),
  ),
  ...machine.exits.map((exit) => ({ what: `${name}, another ${exit.fills}: ${exit.act ?? exit.when}`, name, rest: { ...machine, exits: machine.exits.filter((one) => one !== exit) } })),
]);

/** The machine with one way out of this status, or none. */
function withOnly(machine: Walked, status: string, act?: string, way?: Way): Walked {
  const ways = Object.fromEntries(machine.allowed(status).map((one) => [`${one}@${status}`, one === act ? [way!] : []]));
  return { ...machine, ways: { ...machine.ways, ...ways }, exits: machine.exits.map((exit) => ({ ...exit, from: exit.from.filter((from) => from !== status) })) };
}

describe('negative controls: with an exit taken away that is the only one, the walk fails and names the state', () => {
  test('of all that there are, these have no other beside them', () => {
    expect(removals.length).toBeGreaterThan(45);
    const told = removals.map(({ what, name, rest }) => ({ what, states: stuck({ [name]: rest }) }));
    expect(told.filter(({ states }) => states.length > 0).map(({ what }) => what)).toEqual(ONLY);
  });

  const states = Object.entries(MACHINES).flatMap(([name, machine]) => machine.statuses.filter((status) => !machine.ends.includes(status)).map((status) => ({ name, machine, status })));
  test.each(states)('$name $status: with any one way somebody gets out, without it nobody', ({ name, machine, status }) => {
    const here = [undefined, ...NOBODY_APPOINTS].map((gone) => `${name} ${status} without ${gone}`);
    expect(stuck({ [name]: withOnly(machine, status) })).toEqual(expect.arrayContaining(here));
    const idle = machine.allowed(status).flatMap((act) =>
      waysOf(machine, act, status)
        .filter((way) => {
          const told = stuck({ [name]: withOnly(machine, status, act, way) });
          return here.every((one) => told.includes(one));
        })
        .map((way) => `${name} ${status} ${act}: ${way.act ?? way.when}`),
    );
    expect(idle.filter((one) => !ROUND.includes(one))).toEqual([]);
  });
});

/** Where an act is done: the paths of its routes, or the names of its messages. */
const routes = declaredRoutes();
const messages = sources('libs')
  .filter((source) => !isTest(source))
  .flatMap(({ text }) => [...text.matchAll(/realtime\.on\(\s*'([\w.-]+)'/g)].map(([, name]) => name!));
const journeys = sources('test/journeys', 'apps/cli/src/play').map((source) => ({ ...source, text: codeOf(source.text) }));

/** A literal of this path, whatever stands for its ids, or of the message's name. */
function callsOf(act: string, from: readonly Source[] = journeys): string[] {
  const plain = (part: string) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  const paths = routes.filter((route) => route.act === act && route.method !== 'GET').map(({ path }) => path);
  const forms = [
    ...paths.map(
      (path) =>
        new RegExp(
          `[\`'"]${path
            .split(/\{\w+\}/)
            .map(plain)
            .join('[^`\'"/]+')}[\`'"?]`,
        ),
    ),
    ...paths.map((path) => new RegExp(`\\bask\\([^\\n]*, '${plain(path.split('/').at(-1)!)}'`)), // by a helper that writes the rest of the path
    ...(messages.includes(act) ? [new RegExp(`['"]${plain(act)}['"]`)] : []),
  ];
  return from.filter(({ text }) => forms.some((form) => form.test(text))).map(({ path }) => path);
}
const isDone = (act: string) => routes.some((route) => route.act === act && route.method !== 'GET') || messages.includes(act);
const named = [...new Set(Object.values(MACHINES).flatMap(({ ways, exits }) => [...Object.values(ways).flat(), ...exits]))];

test('what is named as a way or an exit is a route or a message, and a journey goes it; what time does is a job', () => {
  const acts = [...new Set(named.flatMap(({ act }) => act ?? []))];
  expect(acts.length).toBeGreaterThan(30);
  expect(acts.filter((act) => !isDone(act))).toEqual([]);
  expect(acts.filter((act) => callsOf(act).length === 0)).toEqual([]);
  const jobs = new Set(sources('libs').flatMap(({ text }) => [...text.matchAll(/jobs\.define\(\{ name: '([\w.-]+)'/g)].map(([, name]) => name!)));
  expect(named.filter(({ act, when }) => !act && !(when === 'read' || jobs.has(when ?? '')))).toEqual([]);
  expect(journeys.some(({ text }) => text.includes('proposal.expired'))).toBe(true); // what a request’s time is over for is read, not done
});

test('negative control: a permission without a route, and a route that no journey goes, are found', () => {
  expect(isDone('report.complete')).toBe(false); // the platform's own, when the last has signed
  expect(callsOf('award.retender').length).toBeGreaterThan(0);
  expect(callsOf('award.retender', [{ path: 'test/journeys/planted.spec.ts', text: 'post(`/api/tenders/${id}/retendering`)' }])).toEqual([]);
});
