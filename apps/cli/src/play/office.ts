import { ACCOUNTS, BIDDERS, DemoAuthority, expert, type Identity, type WorldExpert } from '@domain/demonstration';
import { addDays, makeIdentityNumber, makeUscc } from '@kernel';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, Refused } from './client';
import { allOf } from './each';
import { Bidder, type Firm, Member, type Seat, signIn, signInWithKey, Trustee } from './people';

/** The people of the demonstration world who run a tender, each signed in with his own account. */
export interface Office {
  /** Called with every hint that an expert has a seat. */
  note(member: Member, seat: Seat): void;
  base: string;
  authority: DemoAuthority;
  officer: Client;
  approver: Client;
  entry: Client;
  hall: Client;
  bureau: Client;
  library: Client;
  /** Confirms what the other administrator of the library asks for. */
  librarySecond: Client;
  system: Client;
  representative: Member;
  /** Who open bids together where a notice names them: the tenderer's, the centre's, the bureau's. */
  trustees: readonly Trustee[];
  experts: Map<string, Member>;
  tendererUscc: string;
  /** Resolves when `count` experts have heard that they sit on the committee of this tender, in the order of their seats. */
  seated(tenderId: string, count: number): Promise<Member[]>;
}

/** Collects the hints that experts get. */
function seatBook() {
  const seats = new Map<string, Map<string, Member>>();
  const note = (member: Member, { tenderId, seat }: Seat) => seats.set(tenderId, (seats.get(tenderId) ?? new Map()).set(seat, member));
  const seated = async (tenderId: string, count: number): Promise<Member[]> => {
    for (let tries = 0; tries < 3000; tries += 1) {
      const known = seats.get(tenderId);
      if (known && known.size >= count) return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, member]) => member);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`tender ${tenderId}: ${seats.get(tenderId)?.size ?? 0} of ${count} experts heard of their seats`);
  };
  return { note, seated };
}

const SIGNERS = new Set(ACCOUNTS.filter(({ certificate }) => certificate).map(({ login }) => login));
const TRUSTEES = ['t1.key.1', 'tc.key.1', 'sb.key.1'];

export async function openOffice(base: string, home: string, password: string): Promise<Office> {
  const authority = new DemoAuthority(join(home, 'demo-ca'));
  const key = (name: string) => readFileSync(join(home, 'demo-ca', name), 'utf8');
  const kept = (login: string): Identity => ({ certificatePem: key(`${login}.pem`), privateKeyPem: key(`${login}.key`) });
  const as = (login: string) => signIn(base, login, password, SIGNERS.has(login) ? kept(login) : undefined);
  const [officer, approver, entry, hall, bureau, library, librarySecond, system, rep] = await Promise.all(
    ['a1.officer.1', 't1.approver.1', 'tc.entry.1', 'tc.hall.1', 'sb.officer.1', 'lib.admin.1', 'lib.admin.2', 'sys.system.1', 't1.rep.1'].map(as),
  );
  const book = seatBook();
  const representative = new Member('t1.rep.1', kept('t1.rep.1'), rep!);
  return {
    base,
    authority,
    officer: officer!,
    approver: approver!,
    entry: entry!,
    hall: hall!,
    bureau: bureau!,
    library: library!,
    librarySecond: librarySecond!,
    system: system!,
    representative,
    trustees: await Promise.all(TRUSTEES.map(async (login) => Trustee.of(login, await as(login), { certificatePem: key(`${login}.encryption.pem`), privateKeyPem: key(`${login}.encryption.key`) }))),
    experts: new Map(),
    tendererUscc: '91990100MATP100165',
    ...book,
  };
}

const LIBRARY_USCC = '12990200MATP020166';

/** In one request; the platform takes 200. */
const BATCH = 100;

interface Library {
  authority: DemoAuthority;
  library: Client;
  /** Who confirms; asked for when there is something to confirm. */
  second: () => Client | Promise<Client>;
}

/** Adds `total` fictional experts to the library; their keys are kept, so that a visitor can be one of them in a browser. */
async function fillLibrary({ authority, library, second }: Library, total: number): Promise<Map<string, Identity>> {
  const people = Array.from({ length: total }, (_, i) => expert(i + 1, total));
  const issue = (one: WorldExpert) => authority.keep(one.login, () => authority.issue({ commonName: one.name, organisation: '云衡省评标专家库（演示）', uscc: LIBRARY_USCC }));
  const identities = new Map(people.map((one) => [one.login, issue(one)]));
  const row = ({ code: _, ...one }: WorldExpert) => ({ ...one, certificate: identities.get(one.login)!.certificatePem });
  for (let from = 0; from < total; from += BATCH) {
    const asked = await ask(library, '/api/experts/import', { experts: people.slice(from, from + BATCH).map(row) });
    await confirm(await second(), asked);
  }
  return identities;
}

/** The same for an installation that goes on for days: nothing is done where they are there already. Returns whether they are new. */
export async function furnishLibrary(base: string, home: string, password: string, total: number): Promise<boolean> {
  const library = await signIn(base, 'lib.admin.1', password);
  try {
    await fillLibrary({ authority: new DemoAuthority(join(home, 'demo-ca')), library, second: () => signIn(base, 'lib.admin.2', password) }, total);
    return true;
  } catch (error) {
    if (error instanceof Refused && error.problem.code === 'identity.login-taken') return false;
    throw error;
  }
}

/** Experts of the library, each with a session of his own, who answer when they are called. */
export async function importExperts(office: Office, total: number, onError: (error: unknown) => void): Promise<void> {
  await allOf([...(await fillLibrary({ ...office, second: () => office.librarySecond }, total))], 16, async ([login, identity]) => {
    const member = new Member(login, identity, await signInWithKey(office.base, login, identity));
    member.onSeat = office.note;
    await member.online(onError);
    office.experts.set(login, member);
  });
}

/** The firm behind a pseudonym; number n gets the n-th demonstration code. */
export function firmOf(pseudonym: string, n: number): Firm {
  const known = BIDDERS[n];
  const uscc = known?.uscc ?? makeUscc({ kind: '91', region: '990100', body: `MATR${String(n).padStart(4, '0')}` });
  const birth = addDays('1975-01-01', n % 9000);
  return {
    name: `${pseudonym}（演示）`,
    uscc,
    region: '990100',
    login: `bidder-${String(n).padStart(4, '0')}`,
    identityNumber: makeIdentityNumber({ region: '990102', birth, serial: String((n % 900) + 100) }),
  };
}

/** `kept`: the key stays with the demonstration CA, so that a visitor can go on as this bidder in a browser. */
export function registerBidder(office: Office, firm: Firm, { kind = 'p-256', kept = false }: { kind?: 'p-256' | 'rsa-2048'; kept?: boolean } = {}): Promise<Bidder> {
  const issue = () => office.authority.issue({ commonName: `${firm.name} 签章`, organisation: firm.name, uscc: firm.uscc }, { kind });
  return Bidder.register(office.base, firm, kept ? office.authority.keep(firm.login, issue) : issue());
}

/** A two-person act as it was asked for. */
export interface Asked {
  proposalId: string;
  status: 'unsigned' | 'open';
  statement: string;
  contentSha256: string;
  expiresAt: string;
}

/** Asks for a two-person act, and signs what it stands for. */
export async function ask(first: Client, path: string, body: object = {}): Promise<Asked> {
  const asked = await first.post<Asked>(path, body);
  return asked.status === 'unsigned' ? first.post<Asked>(`/api/proposals/${asked.proposalId}/sign`, { signature: await first.sign(asked.statement) }) : asked;
}

/** Confirms what another person asked for, after reading exactly what it is, and signs it. */
export async function confirm<T>(second: Client, { proposalId, contentSha256 }: Pick<Asked, 'proposalId' | 'contentSha256'>): Promise<T> {
  const { statement } = await second.get<{ statement: string }>(`/api/proposals/${proposalId}`);
  return second.post<T>(`/api/proposals/${proposalId}/confirm`, { contentSha256, signature: await second.sign(statement) });
}

/** Moves the simulated clock. */
export const advance = (office: Office, to: Date): Promise<void> => office.system.advance(to);

export const platformTime = (client: Client): Promise<Date> => client.now();
