import { type Bilingual, BusinessError, defineRefusals } from '@kernel';
import type { HoldKind } from '@law';
import type { Act } from './act';
import type { Procedure } from './procedure';
import { ENTRY } from './parts/entry';
import { PROCEDURES } from './procedures';
import { type Letter, ROLE_LETTERS, type RoleCode } from './role';
import { type Info, seesIn } from './sight';
import type { Phase, Stage } from './stage';

type One = (typeof PROCEDURES)[number];
type KeysOf<T> = T extends unknown ? keyof T & string : never;
export type StageCode = KeysOf<One['stages']>;
export type ActCode = KeysOf<One['acts']> | keyof typeof ENTRY;
type Running = Procedure<StageCode, ActCode>;

const R = defineRefusals('procedure', {
  notNow: {
    status: 409,
    zh: '现在处于“{stage}”，不能{act}；现在可以：{possible}。',
    en: 'The stage is "{stage}": it is not possible to {act} now; possible now: {possible}.',
    next: { zh: '请刷新页面查看最新状态。', en: 'Reload to see the present stage.' },
  },
  unknown: { status: 422, zh: '没有“{id}”这种交易方式。', en: 'There is no procedure {id}.' },
});

const BY_ID: ReadonlyMap<string, Running> = new Map(PROCEDURES.map((one) => [one.id, one as unknown as Running]));

/** Every table of acts: what is done before there is a lot, and of each procedure. */
const TABLES = [ENTRY, ...PROCEDURES.map(({ acts }) => acts)] as readonly Readonly<Record<string, Act>>[];

/** Of every procedure. */
export const STAGES = [...new Set(PROCEDURES.flatMap(({ stages }) => Object.keys(stages)))] as [StageCode, ...StageCode[]];
export const ACTS = [...new Set(TABLES.flatMap((acts) => Object.keys(acts)))] as [ActCode, ...ActCode[]];

/** Throws `procedure.unknown`. */
export function procedureOf({ procedure: id }: { procedure: string }): Running {
  const found = BY_ID.get(id);
  if (!found) throw new BusinessError([R.unknown({ id })]);
  return found;
}

/** Its name in Chinese, as documents have it; its id where there is no such procedure: whoever describes what he meets refuses nothing. */
export const procedureName = ({ procedure: id }: { procedure: string }): string => BY_ID.get(id)?.zh ?? id;

/** Whether only those may bid whom the tenderer names. */
export const invites = ({ procedure: id }: { procedure: string }): boolean => BY_ID.get(id)?.gate.includes('invited') ?? false;

/** A lot, as far as its procedure goes. */
export interface Standing {
  procedure: string;
  status: StageCode;
}

const possible = ({ acts }: Running, stage: StageCode): [ActCode, Act][] => (Object.entries(acts) as [ActCode, Act][]).filter(([, act]) => act.in.includes(stage));

const named = (acts: readonly Act[]) => ({ zh: acts.map(({ zh }) => zh).join('、') || '—', en: acts.map(({ en }) => en).join(', ') || '—' });

export const can = ({ status, ...lot }: Standing, code: ActCode): boolean => procedureOf(lot).acts[code]?.in.includes(status) ?? false;

/** Refuses what is not done at this stage. Throws BusinessError 409 `procedure.not-now`, with what is. */
export function assertNow({ status, ...lot }: Standing, code: ActCode): Act<StageCode> {
  const procedure = procedureOf(lot);
  const act = procedure.acts[code] as Act<StageCode> | undefined;
  if (act?.in.includes(status)) return act;
  const others = possible(procedure, status).flatMap(([, one]) => (one.by.length && one.to ? [one] : []));
  const { zh, en } = procedure.stages[status] ?? { zh: status, en: status };
  throw new BusinessError([{ ...R.notNow({ stage: { zh, en }, act: named([act ?? ACT[code]]), possible: named(others) }), article: act?.article }]);
}

export const isAct = (code: string): code is ActCode => Object.hasOwn(ACT, code);

/** The act somewhere, for those who ask about all procedures at once. */
const ACT = Object.fromEntries(TABLES.flatMap((acts) => Object.entries(acts))) as unknown as Readonly<Record<ActCode, Act<StageCode>>>;

/** The stage to which an act leads, and the event that tells of it. Throws `procedure.not-now`. */
export function move(lot: Standing, code: ActCode): { to: StageCode; event: string } {
  const { to, event } = assertNow(lot, code);
  if (to === undefined) throw new Error(`${code} moves no lot`);
  return { to, event: event! };
}

/** A stage means one thing in whichever procedure it stands, so that a list of lots can be asked without knowing theirs. */
const STAGE = Object.fromEntries(PROCEDURES.flatMap(({ stages }) => Object.entries(stages))) as unknown as Readonly<Record<StageCode, Stage>>;

const wordsOf = ({ zh, en }: Bilingual): Bilingual => ({ zh, en });

/** As people read them, in refusals above all. Of a stage that nobody knows its code. */
export const stageName = (stage: string): Bilingual => wordsOf(STAGE[stage as StageCode] ?? { zh: stage, en: stage });
export const actName = (code: ActCode): Bilingual => wordsOf(ACT[code]);

/** Stages that end a lot in whatever phase it was. */
export const KEPT: readonly StageCode[] = STAGES.filter((stage) => STAGE[stage].phase === 'kept');

/** The phase on which it depends what may be seen. A lot that failed or was terminated stays in the one in which that happened; of a stage that nobody knows nothing is shown. */
export function phaseOf({ status, endedIn }: { status: StageCode; endedIn: string | null }): Phase {
  const { phase } = STAGE[status] ?? { phase: 'before-notice' };
  if (phase !== 'kept') return phase;
  return endedIn === null ? 'bidding' : phaseOf({ status: endedIn as StageCode, endedIn: null });
}

/** A lot, as far as it decides who sees what of it. */
export interface Placed extends Standing {
  /** The stage in which it ended, where it did without an award. */
  endedIn: string | null;
}

/** Whether somebody with these letters may know something of a lot now. By a procedure that nobody knows nothing. */
export function sees(info: Info, lot: Placed, letters: ReadonlySet<Letter>): boolean {
  const procedure = BY_ID.get(lot.procedure);
  return procedure !== undefined && seesIn(procedure.sight, info, phaseOf(lot), letters);
}

/** The same by whatever procedure, for what is said of lots without asking theirs. */
export const seesAnywhere = (info: Info, phase: Phase, letters: ReadonlySet<Letter>): boolean => PROCEDURES.every(({ sight }) => seesIn(sight, info, phase, letters));

/** Of whom it is told by the lot itself that he is one; others are known to later modules, which have the last word. */
const TOLD: ReadonlySet<Letter> = new Set(['T', 'A', 'H', 'S', 'X']);
const PARTIES: ReadonlySet<Letter> = new Set(['T', 'A']);
const OUTSIDE: ReadonlySet<Letter> = new Set(['B', 'K']);

/** Which acts somebody could do at this stage, so that a screen shows no button that would be refused for who he is or when it is. By a procedure that nobody knows none. */
export function allowedActs({ status, ...lot }: Standing, roles: Iterable<RoleCode>, letters: ReadonlySet<Letter>): ActCode[] {
  const procedure = BY_ID.get(lot.procedure);
  if (!procedure) return [];
  const party = [...PARTIES].some((letter) => letters.has(letter));
  const calls = invites(lot) && !letters.has('B');
  const acting = new Set(
    [...roles].filter((role) => {
      const letter = ROLE_LETTERS[role];
      return letter !== null && (TOLD.has(letter) ? letters.has(letter) : OUTSIDE.has(letter) && !party && !(letter === 'B' && calls));
    }),
  );
  return possible(procedure, status).flatMap(([code, { by }]) => (by.some((role) => acting.has(role)) ? [code] : []));
}

/** Every act that a role may do in some procedure: what its holders may ask a route for. */
export const actsOfRole = (role: RoleCode): ActCode[] => ACTS.filter((code) => TABLES.some((acts) => acts[code]?.by.includes(role)));

/** Which holds refuse an act. */
export const stoppedBy = (code: ActCode): readonly HoldKind[] => ACT[code].stoppedBy;

/** What an act is, whatever the procedure: its names, its article, who gives the second signature, what its trace tells. */
export const actOf = (code: ActCode): Act<StageCode> => ACT[code];

/** Who gives the second signature, where one role does. */
export function confirmerOf(code: ActCode): RoleCode {
  const [role, ...others] = ACT[code].confirm ?? [];
  if (!role || others.length) throw new Error(`${code} is confirmed by ${role ? 'several roles' : 'nobody'}`);
  return role;
}
