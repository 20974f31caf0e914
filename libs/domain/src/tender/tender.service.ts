import { Injectable } from '@nestjs/common';
import { asMarkdown, refuse, refuseAny, renderTenderNotice, type TenderNotice, uuidv7 } from '@kernel';
import { canonicalJson, type Content, type Json, readCertificate } from '@envelope';
import { terms } from '@law';
import { atMost, type Caller, Db, type Thing, type Tx } from '@platform/db';
import { refuseFar } from '../calendar';
import { type FileInfo, FilesService } from '../files';
import { type Asked, partiesOf, ProposalsService, SigningRights, type Subject } from '../identity';
import { IntakeService, lotCode, type Project } from '../intake';
import { noticeOf } from './notice';
import { tenderContent } from './tender.content';
import type { DraftTender } from './tender.dto';
import { invitationRules, invite, inviteesBy, inviteesOf } from './invitees';
import { PUBLISH_ACTS, type PublishAct, Tender } from './tender.entity';
import { type ActCode, assertNow, confirmerOf, invites } from '@procedure';
import { R } from './tender.refusals';
import { appointed, trusteesOf, type Trustees } from './trustees';
import { publishRules } from './tender.rules';

/** Of one project. */
const MOST_LOTS = 200;

const SUBJECT = `select p.name as "projectName", p.code as "projectCode", (select t.code from tender t where t.id = $2) as lot from project p where p.id = $1`;

/** Drafting, publishing and ending the tender of a lot. */
@Injectable()
export class TenderService {
  constructor(
    private readonly db: Db,
    private readonly intake: IntakeService,
    private readonly files: FilesService,
    private readonly proposals: ProposalsService,
    private readonly rights: SigningRights,
  ) {
    proposals.namedBy(async (tx, objectId, projectId) => (await tx.query<Subject>(SUBJECT, [projectId, objectId]))[0] ?? {});
    for (const act of PUBLISH_ACTS)
      proposals.define({
        ...this.actOfLaw(act),
        check: (tx, id) => this.#mayPublish(tx, id, act),
        content: (tx, id) => this.#publishedContent(tx, id),
        carryOut: (tx, id) => this.#publish(tx, id, act),
      });
    proposals.define<{ reason: string }>({
      ...this.actOfLaw('tender.terminate'),
      check: async (tx, id) => void assertNow(await this.load(tx, id), 'tender.terminate'),
      content: async (tx, id, { reason }) => ({ reason, ...(await this.contentOf(tx, id)) }),
      carryOut: (tx, id, { reason }) => this.#terminate(tx, id, reason),
    });
  }

  draft(caller: Caller, dto: DraftTender): Promise<{ tenderId: string; code: string }> {
    return this.db.run(caller, async (tx) => {
      assertReachable(tx.now, dto);
      const project = await this.intake.workable(tx, dto.projectId, { act: 'tender.draft' });
      if (dto.retenderOf) await this.#mayRetender(tx, dto.retenderOf, project);
      const documents = await this.files.own(tx, dto.documents);
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 2))', [project.id]); // lot numbers have no gaps and no twins
      const [next] = await tx.query<{ n: number }>('select count(*)::int + 1 as n from tender where project_id = $1', [project.id]);
      await atMost(tx, MOST_LOTS, 'tender', 'tender where project_id = $1', [project.id]);
      const tender = await tx.insert(Tender, { ...this.#newTender(dto, project, next!.n, tx), trustees: await this.#trustees(tx, dto.trustees) });
      await this.#attach(tx, tender.id, documents);
      await this.#invite(tx, tender, dto.invitees);
      await tx.record({ type: 'tender.drafted', objectType: 'tender', objectId: tender.id, projectId: project.id, payload: { code: tender.code } });
      return { tenderId: tender.id, code: tender.code };
    });
  }

  /** Changes a draft as a whole; what was published is changed by an amendment only (TBR 21). */
  redraft(caller: Caller, id: string, dto: DraftTender): Promise<{ tenderId: string; code: string }> {
    return this.db.run(caller, async (tx) => {
      const tender = await this.workable(tx, id, 'tender.draft');
      assertReachable(tx.now, dto);
      const { documents, invitees, projectId: _, retenderOf: __, ...fields } = dto;
      const files = await this.files.own(tx, documents);
      await tx.save(Object.assign(tender, fields, { trustees: await this.#trustees(tx, dto.trustees) }));
      await tx.query('delete from tender_document where tender_id = $1', [id]);
      await this.#attach(tx, id, files);
      await this.#invite(tx, tender, invitees);
      await tx.record({ type: 'tender.redrafted', objectType: 'tender', objectId: id, projectId: tender.projectId, payload: { code: tender.code } });
      return { tenderId: id, code: tender.code };
    });
  }

  /** Asked by the agency or officer, confirmed by the tenderer's approver (roles.md 2): a notice to everybody, or letters to those whom the lot invites. */
  publish(caller: Caller, id: string, act: PublishAct): Promise<Asked> {
    return this.proposals.ask(caller, act, id, {});
  }

  terminate(caller: Caller, id: string, reason: string): Promise<Asked> {
    return this.proposals.ask(caller, 'tender.terminate', id, { reason });
  }

  /** For later modules: the locked row. */
  load(tx: Tx, id: string, mode: 'share' | 'update' = 'update'): Promise<Tender> {
    return tx.lock(Tender, { id }, 'tender', mode);
  }

  /** For later modules: the tender and its project as two-person acts describe them. */
  async contentOf(tx: Tx, id: string): Promise<Content> {
    return tenderContent(tx, await this.load(tx, id, 'share'), this.intake);
  }

  /** The tender of the acting tenderer or agency, at a stage at which `act` is done and without a hold that stops it. */
  async workable(tx: Tx, id: string, act: ActCode, what: Thing = 'tender'): Promise<Tender> {
    const tender = await this.own(tx, id, act, what);
    assertNow(tender, act);
    return tender;
  }

  /** What every act of law on a lot has in common, as its procedure has it: who may ask for it, and who of the tenderer gives the second signature. At what stage is for its `check`, beside its other rules. */
  actOfLaw<A extends ActCode>(act: A) {
    return {
      act,
      signed: true as const,
      mayAsk: async (tx: Tx, id: string): Promise<string | null> => (await this.own(tx, id, act)).projectId,
      confirmer: confirmerOf(act),
      organisationOf: async (tx: Tx, id: string): Promise<string | null> => (await this.load(tx, id, 'share')).tendererId,
    };
  }

  /** The same at whatever stage: for who brings it there first, or says in words of his own why it is too early. */
  async own(tx: Tx, id: string, act: ActCode, what: Thing = 'tender'): Promise<Tender> {
    const tender = await this.load(tx, id);
    await this.intake.workable(tx, tender.projectId, { act, what, tenderId: id });
    return tender;
  }

  /** For later modules: moves the tender along its machine and records it. */
  async advance(tx: Tx, tender: Tender, act: ActCode, payload?: Record<string, unknown>): Promise<void> {
    const event = tender.advance(act, payload);
    await tx.save(tender);
    await tx.record(event);
  }

  async fail(tx: Tx, tender: Tender, reason: string, article: string, act: 'tender.fail' | 'award.retender' = 'tender.fail'): Promise<void> {
    const event = tender.end(act, await tx.time(), reason, article); // bids that its lock waited for lie before it
    await tx.save(tender);
    await tx.record(event);
  }

  async termsOf(tx: Tx, tender: Tender) {
    const project = await this.intake.load(tx, tender.projectId);
    return terms(project.ruleset!);
  }

  async #attach(tx: Tx, tenderId: string, files: readonly FileInfo[]): Promise<void> {
    await tx.query('insert into tender_document (tender_id, file_id, added_at) select $1, unnest($2::uuid[]), $3', [tenderId, files.map((file) => file.id), tx.now]);
  }

  async #invite(tx: Tx, tender: Tender, codes: readonly string[]): Promise<void> {
    const { people, faults } = await inviteesBy(tx, tender, codes);
    refuseAny(faults);
    await invite(tx, tender.id, people);
  }

  /** Whether bids may be enclosed to this certificate. */
  #counts(tx: Tx): (certificate: string) => boolean {
    return (certificate) => this.rights.counts(tx, readCertificate(certificate), 'encipherment');
  }

  /** Named people with the certificates that are in force now. All broken rules at once. */
  async #trustees(tx: Tx, wanted: DraftTender['trustees']): Promise<Trustees | null> {
    if (!wanted) return null;
    const { people, faults } = await trusteesOf(tx, wanted, this.#counts(tx));
    refuseAny(faults);
    return { threshold: wanted.threshold, people };
  }

  #newTender({ documents: _, invitees: _invitees, trustees: _trustees, ...fields }: DraftTender, project: Project, lotNumber: number, tx: Tx): Partial<Tender> {
    const { category, procedure, region, tendererId, agencyId } = project;
    const code = lotCode(project.code!, lotNumber);
    return { ...fields, id: uuidv7<'tender'>(), version: 1, lotNumber, code, category, procedure, region, tendererId, agencyId, status: 'draft', createdAt: tx.now };
  }

  async #mayRetender(tx: Tx, id: string, project: Project): Promise<void> {
    const earlier = await this.load(tx, id, 'share');
    if (earlier.projectId !== project.id || (earlier.status !== 'failed' && earlier.status !== 'terminated')) refuse(R.retenderOnlyFailed({}, '/retenderOf'));
  }

  async #mayPublish(tx: Tx, id: string, act: PublishAct): Promise<void> {
    const tender = await this.workable(tx, id, act);
    const [documents] = await tx.query<{ n: number }>('select count(*)::int as n from tender_document where tender_id = $1', [id]);
    const trustees = tender.trustees ? (await trusteesOf(tx, namedIn(tender.trustees), this.#counts(tx))).faults : [];
    const terms = await this.termsOf(tx, tender);
    refuseAny([...publishRules(tender, tx.now, documents!.n, terms), ...(await invitationRules(tx, tender, terms)), ...trustees]);
    Object.assign(new Tender(), tender).advance(act); // on a copy: may it be published in its present status?
  }

  /** The notice as it will go out, but for its moment; the trustees' certificates are those in force now. Whom it invites stands here alone: who signs a contract later is not told (TBL 22). */
  async #publishedContent(tx: Tx, id: string): Promise<Content> {
    const draft = await this.load(tx, id, 'share');
    const tender = Object.assign(new Tender(), draft, { trustees: await this.#trusteesNow(tx, draft) });
    const invitees = invites(tender) ? { invitees: (await inviteesOf(tx, id)).map(({ name, uscc }) => ({ name, uscc })) } : {};
    return { notice: asMarkdown(renderTenderNotice(await this.#notice(tx, tender, null))), ...invitees, ...(await tenderContent(tx, tender, this.intake)) };
  }

  async #publish(tx: Tx, id: string, act: PublishAct): Promise<{ tenderId: string; code: string; publishedAt: string; noticeFileId: string }> {
    const tender = await this.load(tx, id);
    tender.trustees = await this.#trustees(tx, tender.trustees && namedIn(tender.trustees)); // asked again: whose account ended since the check would be missing without a word
    const notice = await this.files.write(
      tx,
      `${invites(tender) ? '投标邀请书' : '招标公告'}-${tender.code}.json`,
      'application/json',
      canonicalJson((await this.#notice(tx, tender, tx.now)) as unknown as Json),
    );
    const event = tender.publish(act, tx.now, notice.id);
    await tx.save(tender);
    await tx.record(event);
    return { tenderId: id, code: tender.code, publishedAt: tx.now.toISOString(), noticeFileId: notice.id };
  }

  /** The certificates of the day of publication stand in the notice, and bidders enclose to these. */
  async #trusteesNow(tx: Tx, { trustees }: Tender): Promise<Trustees | null> {
    return (
      trustees && {
        ...trustees,
        people: await appointed(
          tx,
          trustees.people.map(({ accountId }) => accountId),
        ),
      }
    );
  }

  async #notice(tx: Tx, tender: Tender, publishedAt: Date | null): Promise<TenderNotice> {
    const project = await this.intake.load(tx, tender.projectId);
    const party = await partiesOf(tx, [tender.tendererId, tender.agencyId]);
    return noticeOf(tender, project, { tenderer: party(tender.tendererId)!, agency: party(tender.agencyId) }, publishedAt);
  }

  async #terminate(tx: Tx, id: string, reason: string): Promise<{ status: string }> {
    const tender = await this.workable(tx, id, 'tender.terminate');
    const event = tender.end('tender.terminate', await tx.time(), reason, 'TBR-31'); // as above
    await tx.save(tender);
    await tx.record(event);
    return { status: tender.status };
  }
}

const namedIn = ({ threshold, people }: Trustees) => ({ threshold, people: people.map(({ accountId }) => accountId) });

const assertReachable = (now: Date, { documentsUntil, questionsUntil, deadline }: DraftTender) =>
  refuseFar(now, { '/documentsUntil': documentsUntil, '/questionsUntil': questionsUntil, '/deadline': deadline });
