import { type Content, readCertificate } from '@envelope';
import type { Tx } from '@platform/db';
import { procedureName } from '@procedure';
import { partiesOf } from '../identity';
import { type IntakeService, publicProjectContent } from '../intake';
import { planContent } from './plan.content';
import type { Tender } from './tender.entity';
import type { Trustees } from './trustees';

interface Beside {
  documents: { name: string; size: number; mediaType: string; sha256: string }[];
  noticeFile: string | null;
  retenderOf: string | null;
  logins: Record<string, string>;
}

const BESIDE = `select
  (select coalesce(jsonb_agg(jsonb_build_object('name', f.name, 'size', f.size, 'mediaType', f.media_type, 'sha256', f.sha256) order by d.added_at, f.name, f.sha256), '[]') from tender_document d join file f on f.id = d.file_id where d.tender_id = $1) as documents,
  (select sha256 from file where id = $2) as "noticeFile", (select code from tender where id = $3) as "retenderOf",
  (select coalesce(jsonb_object_agg(id, login), '{}') from account where id = any($4)) as logins`;

/** Who opens the bids; each certificate's digest is taken anew, so that none changes behind it. */
const trusteesContent = ({ threshold, people }: Trustees, logins: Record<string, string>): Content => ({
  threshold,
  trustees: people.map(({ accountId, name, organisation, certificate }) => ({ name, login: logins[accountId] ?? null, organisation, certificateSha256: readCertificate(certificate).fingerprint })),
});

/** A tender as two-person acts describe it: all that its notice publishes and its later acts rest on, with its project. */
export async function tenderContent(tx: Tx, tender: Tender, intake: IntakeService): Promise<{ tender: Content; project: Content }> {
  const people = tender.trustees?.people.map(({ accountId }) => accountId) ?? [];
  const [beside] = await tx.query<Beside>(BESIDE, [tender.id, tender.noticeFileId, tender.retenderOf, people]);
  const party = await partiesOf(tx, [tender.tendererId, tender.agencyId]);
  const { title, code, lotNumber, status, category, region, scope, qualification, candidateLimit, decryptionMinutes, endedIn, endReason, endArticle } = tender;
  const at = (moment: Date | null) => moment?.toISOString() ?? null;
  return {
    tender: {
      ...{ title, code, lotNumber, status, category, procedure: procedureName(tender), region, tenderer: party(tender.tendererId), agency: party(tender.agencyId), scope, qualification },
      ...{ ceilingFen: tender.ceilingFen?.toString() ?? null, candidateLimit, decryptionMinutes, plan: planContent(tender.plan) },
      ...{ publishedAt: at(tender.publishedAt), documentsUntil: at(tender.documentsUntil), questionsUntil: at(tender.questionsUntil), deadline: at(tender.deadline) },
      openedBy: tender.trustees && trusteesContent(tender.trustees, beside!.logins),
      ...{ documents: beside!.documents, noticeFile: beside!.noticeFile, retenderOf: beside!.retenderOf },
      ...(endedIn ? { endedIn, endedAt: at(tender.endedAt), endReason, endArticle } : {}),
    },
    ...(await publicProjectContent(tx, await intake.load(tx, tender.projectId))),
  };
}
