import { readCertificate } from '@envelope';
import type { Bilingual } from '@kernel';
import { citation, RULESET_IDS, type Ruleset, type RulesetId, RULESETS, TERM_CODES, term } from '@law';
import type { Db } from '@platform/db';
import { ROLES, type RoleCode } from '../identity';
import type { Trust } from '../trust';

export interface RoleView extends Bilingual {
  code: string;
  acts: string[];
}

export const roles = (): { items: RoleView[] } => ({ items: (Object.keys(ROLES) as RoleCode[]).map((code) => ({ code, zh: ROLES[code].zh, en: ROLES[code].en, acts: [...ROLES[code].acts].sort() })) });

export interface RulesetTerm {
  ruleset: string;
  term: string;
  value: string;
  effectiveFrom: string;
  effectiveTo: string | null;
  /** The system refuses what breaks it; else a default, or a warning. */
  hard: boolean;
  article: string;
  citation: Bilingual;
  mark: string;
}

export interface RulesetView extends Bilingual {
  ruleset: string;
  /** GB/T 2260 prefix; empty: everywhere that has none of its own. */
  region: string;
  effectiveFrom: string;
  /** The local rule by which evaluation and award may be separated, and how far it was checked. */
  decision: (Bilingual & { mark: string }) | null;
}

const rulesetView = (ruleset: RulesetId): RulesetView => {
  const { zh, en, region, effectiveFrom, decision }: Ruleset = RULESETS[ruleset];
  return { ruleset, zh, en, region, effectiveFrom, decision: decision ? { ...decision.basis, mark: decision.mark } : null };
};

/** The numbers of the law, each with its article and how far it was checked; a region's ruleset where it says otherwise. */
export const rulesets = (): { items: RulesetTerm[]; rulesets: RulesetView[] } => ({
  rulesets: RULESET_IDS.map(rulesetView),
  items: RULESET_IDS.filter((id) => RULESETS[id].region === '').flatMap((ruleset) =>
    TERM_CODES.map((code) => term(ruleset, code)).map(({ code, value, unit, article, mark, effectiveFrom, effectiveTo, hard }) => ({
      ruleset,
      term: code,
      value: `${typeof value === 'number' ? value : `${value.numerator}/${value.denominator}`} ${unit}`,
      effectiveFrom,
      effectiveTo: effectiveTo ?? null,
      hard,
      article,
      citation: { zh: citation(article, 'zh'), en: citation(article, 'en') },
      mark,
    })),
  ),
});

export interface CertificateView {
  kind: 'authority' | 'bound';
  subject: string;
  fingerprint: string;
  login: string | null;
  notBefore: Date;
  notAfter: Date;
  /** By the platform's clock. Revocation is not looked at. */
  valid: boolean;
}

export async function certificates(db: Db, trust: Trust): Promise<{ items: CertificateView[] }> {
  const rows = await db.read<{ pem: string; login: string; now: Date }>(
    `select c.pem, a.login, tianping_now() as now from certificate c join account a on a.id = c.account_id order by c.bound_at desc limit 500`,
  );
  const [clock] = await db.read<{ now: Date }>('select tianping_now() as now');
  const view = (pem: Parameters<typeof readCertificate>[0], kind: CertificateView['kind'], login: string | null): CertificateView => {
    const { subject, fingerprint, notBefore, notAfter } = readCertificate(pem);
    return { kind, subject: subject.commonName ?? fingerprint, fingerprint, login, notBefore, notAfter, valid: notBefore <= clock!.now && clock!.now < notAfter };
  };
  return { items: [...trust.roots().map((root) => view(root, 'authority', null)), ...rows.map(({ pem, login }) => view(pem, 'bound', login))] };
}
